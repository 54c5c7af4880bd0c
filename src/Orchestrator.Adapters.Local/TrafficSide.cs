using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>Reads the side that a command or endpoint names.</summary>
internal static class TrafficSide
{
    /// <exception cref="AdapterException">It names neither.</exception>
    public static TrafficState Parse(string? text, string subject) => text?.Trim() switch
    {
        "source" => new TrafficState(Side.Source, IsHeld: false),
        "target" => new TrafficState(Side.Target, IsHeld: false),
        _ => throw new AdapterException("it did not answer 'source' or 'target'", subject, "Correct it so that it does", isTransient: false),
    };
}
