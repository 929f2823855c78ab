"""Trains Canter's two-stage dual point map network and writes the ONNX file that the inference room loads."""
