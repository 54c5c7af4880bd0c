namespace Orchestrator.Core.Activities;

/// <summary>Where <see cref="PrepareFallback"/> goes on, while something outside still works on what it asked for.</summary>
/// <param name="LookAgainAfter">How long to wait before it is run again.</param>
/// <param name="IsHeld">Whether users are held and the target is being stopped, so that the last look is next.</param>
/// <param name="Refusal">Why going back is refused, while the target is brought to serve again; <see langword="null"/> before.</param>
public sealed record FallbackPause(TimeSpan LookAgainAfter, bool IsHeld, string? Refusal)
{
    /// <summary>How many runs in a row have failed in a way that may pass, while users are held.</summary>
    /// <value>None by default.</value>
    public int Troubles { get; init; }
}
