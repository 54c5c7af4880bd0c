using Orchestrator.Core.Durability;
using Orchestrator.Live;

// See docs/live.md.
LiveOptions options;
try
{
    options = LiveOptions.Read(Environment.GetEnvironmentVariable, TimeProvider.System.GetUtcNow());
}
catch (LiveSettingException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 2;
}

using var stop = new CancellationTokenSource();
// The first Ctrl-C ends the scenarios and cleans up.
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
using var azure = LiveAzure.Real();
var run = new LiveRun(azure, options, Console.Out);
try
{
    return args switch
    {
        ["sweep"] => await run.SweepAsync(onlyExpired: true, stop.Token),
        ["sweep", "all"] => await run.SweepAsync(onlyExpired: false, stop.Token),
        _ => await run.RunAsync(args, stop.Token),
    };
}
catch (Exception error) when (error is OperationCanceledException or OrchestratorException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
