namespace Orchestrator.Core.Activities;

/// <summary>The result of <see cref="PrepareFallback"/>.</summary>
/// <param name="MayGoBack">Whether the source may take over. The target is stopped then.</param>
/// <param name="Text">What would be or is left behind on the target, or why going back is refused.</param>
public sealed record FallbackVerdict(bool MayGoBack, string Text)
{
    /// <summary>Whether users are served by the target, because going back is refused.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AreUsersOnTarget { get; init; }

    /// <summary>Where to go on later: there is no verdict yet.</summary>
    /// <value><see langword="null"/> by default: this is the verdict.</value>
    public FallbackPause? Pause { get; init; }
}
