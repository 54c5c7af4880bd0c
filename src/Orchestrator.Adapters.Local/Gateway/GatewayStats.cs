using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>Counts since the gateway's start.</summary>
internal sealed class GatewayStats
{
    private readonly SideCounts[] _sides = [new(), new()];
    private long _refused;

    public void CountForwarded(Side side, int status)
    {
        var counts = _sides[(int)side];
        Interlocked.Increment(ref counts.Forwarded);
        if (status >= 500)
            Interlocked.Increment(ref counts.Errors);
    }

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public GatewayStatsView View(Gate gate) =>
        new(gate.IsOpen, gate.InFlight, gate.Waiting, Interlocked.Read(ref _refused), View(Side.Source), View(Side.Target));

    private SideStatsView View(Side side) => new(Interlocked.Read(ref _sides[(int)side].Forwarded), Interlocked.Read(ref _sides[(int)side].Errors));

    private sealed class SideCounts
    {
        public long Forwarded;
        public long Errors;
    }
}
