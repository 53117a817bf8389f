import './sign-in-needed.css';

/** Stands in place of every page while the server answers only people who are signed in. */
export function SignInNeeded() {
  return (
    <section className="sign-in-needed" role="status">
      <h1>Sign-in is needed</h1>
      <p>This server shows calls only to people and programs that it knows, and this page cannot sign in yet.</p>
      <p>Programs use the API with an access key. Ask an administrator for one, or how to reach the calls.</p>
    </section>
  );
}
