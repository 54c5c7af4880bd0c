namespace Orchestrator.Core.Ports;

/// <summary>Where users are sent.</summary>
/// <param name="Side">The side that requests go to.</param>
/// <param name="IsHeld">Whether requests are held back (they wait, or get "try again") instead of reaching that side.</param>
public sealed record TrafficState(Side Side, bool IsHeld);
