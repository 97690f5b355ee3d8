from .tts import gTTS as gTTS
