"""pipecat's own local pipeline as a process: Silero, Smart Turn v3, faster-whisper, an OpenAI-compatible LLM, Piper.

Run by an interpreter that has pipecat-ai; it imports nothing of `coach`. Settings are pipecat's own, save that Whisper
is given English, int8 and its folder. The transport is pipecat's LocalAudioTransport with sounddevice in PyAudio's
place, which has no wheel for Linux. It tells what happens as JSON lines: {"heard": text} for a turn that was closed,
{"said": text} for a reply, {"text": text} for each transcription.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import sounddevice
from loguru import logger
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.frames.frames import InputAudioRawFrame, OutputAudioRawFrame, StartFrame, TranscriptionFrame, TTSSpeakFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair, LLMUserAggregatorParams
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor, FrameProcessorSetup
from pipecat.services.openai.llm import OpenAILLMService
from pipecat.services.piper.tts import PiperTTSService
from pipecat.services.whisper.stt import WhisperSTTService
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import TransportParams
from pipecat.workers.runner import WorkerRunner

GREETING = "Hello. Tell me how you would approach it."


def tell(**what: Any) -> None:
    """One line of the protocol."""
    print(json.dumps(what), flush=True)


class Microphone(BaseInputTransport):
    """As LocalAudioInputTransport: 20 ms at a time."""

    async def setup(self, setup: FrameProcessorSetup) -> None:
        await super().setup(setup)
        self._stream = sounddevice.RawInputStream(
            self.sample_rate, self.sample_rate // 50, channels=1, dtype="int16", callback=self._came
        )

    async def start(self, frame: StartFrame) -> None:
        await super().start(frame)
        self._stream.start()
        await self.set_transport_ready(frame)

    async def cleanup(self) -> None:
        await super().cleanup()
        self._stream.close()

    def _came(self, data: Any, *_: Any) -> None:
        frame = InputAudioRawFrame(audio=bytes(data), sample_rate=self.sample_rate, num_channels=1)
        asyncio.run_coroutine_threadsafe(self.push_audio_frame(frame), self.get_event_loop())


class Speaker(BaseOutputTransport):
    """As LocalAudioOutputTransport: written by one thread."""

    async def setup(self, setup: FrameProcessorSetup) -> None:
        await super().setup(setup)
        self._stream = sounddevice.RawOutputStream(self.sample_rate, channels=1, dtype="int16")
        self._writer = ThreadPoolExecutor(max_workers=1)

    async def start(self, frame: StartFrame) -> None:
        await super().start(frame)
        self._stream.start()
        await self.set_transport_ready(frame)

    async def cleanup(self) -> None:
        await super().cleanup()
        self._stream.close()
        self._writer.shutdown(wait=False)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        await self.get_event_loop().run_in_executor(self._writer, self._stream.write, frame.audio)
        return True


class Transcriptions(FrameProcessor):
    """Tells each transcription on its way."""

    async def process_frame(self, frame: Any, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, TranscriptionFrame):
            tell(text=frame.text)
        await self.push_frame(frame, direction)


async def run(args: argparse.Namespace) -> None:
    """Until it is ended."""
    params = TransportParams(audio_in_enabled=True, audio_out_enabled=True)
    stt = WhisperSTTService(
        device="cpu", compute_type="int8", settings=WhisperSTTService.Settings(model=args.whisper, language="en")
    )
    llm = OpenAILLMService(
        api_key="none",
        base_url=args.base_url,
        settings=OpenAILLMService.Settings(model=args.model, max_tokens=120, temperature=0.0),
    )
    voice = Path(args.piper)
    tts = PiperTTSService(download_dir=voice.parent, settings=PiperTTSService.Settings(voice=voice.stem))
    context = LLMContext([{"role": "system", "content": Path(args.prompt).read_text()}])
    pair = LLMContextAggregatorPair(context, user_params=LLMUserAggregatorParams(vad_analyzer=SileroVADAnalyzer()))
    user, assistant = pair.user(), pair.assistant()

    @user.event_handler("on_user_turn_stopped")
    async def _heard(_aggregator: Any, _strategy: Any, message: Any) -> None:
        tell(heard=message.content or "")

    @assistant.event_handler("on_assistant_turn_stopped")
    async def _said(_aggregator: Any, message: Any) -> None:
        tell(said=message.content or "")

    pipeline = Pipeline([Microphone(params), stt, Transcriptions(), user, llm, tts, Speaker(params), assistant])
    worker = PipelineWorker(
        pipeline,
        params=PipelineParams(audio_in_sample_rate=16000, audio_out_sample_rate=24000),
        idle_timeout_secs=None,
    )
    runner = WorkerRunner(handle_sigint=True, handle_sigterm=True)
    await runner.add_workers(worker)
    await worker.queue_frames([TTSSpeakFrame(GREETING)])
    await runner.run()


def main() -> None:
    """Never ends by itself."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    for name in ("--whisper", "--base-url", "--model", "--prompt", "--piper"):
        parser.add_argument(name, required=True)
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
