namespace Orchestrator.Core.Ports;

/// <summary>Runs programs that the host's settings allow, for adapters that drive a tool of the operator's.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public interface ICommandRunner
{
    /// <summary>Whether the settings allow a command and it is there. Runs nothing.</summary>
    /// <param name="command">Its name in the settings, or the absolute path of one.</param>
    /// <returns>What is in the way; <see langword="null"/> when nothing is.</returns>
    Finding? FindObstacle(string command);

    /// <summary>Runs a command to its end. One of the same key that a killed host left running is ended first.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How it ended, whatever its exit code.</returns>
    /// <exception cref="AdapterException">It may not be run, cannot be started or takes too long.</exception>
    Task<CommandOutcome> RunAsync(CommandRequest request, StepScope scope, CancellationToken cancellation);

    /// <summary>Ends what a killed host left running of a command with the same key. Fine when there is nothing.</summary>
    /// <param name="request">What was run; its arguments do not matter.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of it runs.</returns>
    /// <exception cref="AdapterException">It cannot be ended.</exception>
    Task StopAsync(CommandRequest request, StepScope scope, CancellationToken cancellation);
}
