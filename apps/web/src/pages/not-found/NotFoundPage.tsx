import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';

/** Shown for a path that no page has. */
export default function NotFoundPage() {
  return (
    <Box padding="xxl" textAlign="center">
      <h1>Page not found</h1>
      <p>No page has this address. Check it for typing errors, or go back to the calls.</p>
      <Link href="/">Back to the calls</Link>
    </Box>
  );
}
