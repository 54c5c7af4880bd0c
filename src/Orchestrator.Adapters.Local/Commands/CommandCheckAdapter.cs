using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Checks with the operator's own commands: exit code 0 means that it holds, and the first line printed is what was seen.</summary>
internal sealed class CommandCheckAdapter(CommandRunner runner) : ICheckAdapter
{
    private static readonly int[] Judgements = [.. Enumerable.Range(0, 75)];

    /// <inheritdoc/>
    public string Kind => "command";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(CommandCall));

    /// <inheritdoc/>
    public async Task<CheckResult> RunAsync(CheckPlan check, StepScope scope, CancellationToken cancellation)
    {
        var operation = new Operation("check") { Part = check.Name, Side = Side.Target };
        var result = await runner.RunAnyAsync(check.ReadSettings<CommandCall>(), operation, scope, Judgements, cancellation);
        var seen = Text.FirstLine(scope.Secrets.Redact(result.Output));
        return new CheckResult(check.Name, result.ExitCode == 0, seen.Length > 0 ? seen : $"exit code {result.ExitCode}");
    }
}
