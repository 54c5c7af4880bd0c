namespace Orchestrator.Core.Activities;

/// <summary>The result of <see cref="PrepareFallback"/>.</summary>
/// <param name="MayGoBack">Whether the source may take over. The target is stopped then.</param>
/// <param name="Text">What would be or is left behind on the target, or why going back is refused.</param>
public sealed record FallbackVerdict(bool MayGoBack, string Text)
{
    /// <summary>Whether users are served by the target, because going back is refused.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AreUsersOnTarget { get; init; }

    /// <summary>How long to wait before it is asked again, because something outside, for example the target's stop, still goes on.</summary>
    /// <value><see langword="null"/> when the verdict stands.</value>
    public TimeSpan? LookAgainAfter { get; init; }
}
