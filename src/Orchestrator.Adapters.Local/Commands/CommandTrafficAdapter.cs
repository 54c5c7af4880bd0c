using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Switches traffic with the operator's own commands.</summary>
internal sealed class CommandTrafficAdapter(CommandRunner runner) : ITrafficAdapter
{
    /// <inheritdoc/>
    public string Kind => "command";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(CommandTrafficSettings));

    /// <inheritdoc/>
    public bool CanHold => false;

    /// <inheritdoc/>
    public Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation) =>
        runner.RunAsync(Read(spec).Set, new Operation("set") { Side = state.Side }, scope, cancellation);

    /// <inheritdoc/>
    public async Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var printed = Text.FirstLine(await runner.RunAsync(Read(spec).Get, new Operation("get"), scope, cancellation));
        return TrafficSide.Parse(printed, $"command '{Read(spec).Get.Command}' (get)");
    }

    /// <inheritdoc/>
    public async Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation)
    {
        var printed = await runner.RunAsync(Read(spec).Confirm, new Operation("confirm") { Side = side }, scope, cancellation);
        return Text.FirstLine(scope.Secrets.Redact(printed));
    }

    private static CommandTrafficSettings Read(AdapterSpec spec) => spec.ReadSettings<CommandTrafficSettings>();
}
