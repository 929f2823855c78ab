package io.canter.app;

import picocli.CommandLine.Command;

@Command(name = "reconstruct")
final class ReconstructCommand implements Runnable {
    @Override
    public void run() {}
}
