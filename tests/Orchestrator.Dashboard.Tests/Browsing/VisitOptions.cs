using Microsoft.Playwright;

namespace Orchestrator.Dashboard.Tests.Browsing;

/// <summary>How somebody looks at a page.</summary>
internal sealed record VisitOptions
{
    public int Width { get; init; } = 1440;

    public int Height { get; init; } = 900;

    public ColorScheme Scheme { get; init; } = ColorScheme.Light;

    public string TimeZone { get; init; } = "Europe/Berlin";

    /// <summary>Whether the server is expected to go away meanwhile, so that requests may fail.</summary>
    public bool MayLoseServer { get; init; }
}
