using Microsoft.Playwright;

namespace Orchestrator.Benchmarks.Screenshots;

/// <summary>How large a picture is, and in which colours.</summary>
internal sealed record Frame(int Width, int Height, ColorScheme Scheme = ColorScheme.Light)
{
    /// <summary>As much as the list needs.</summary>
    public static Frame Low { get; } = new(1280, 620);

    /// <summary>Down to the charts.</summary>
    public static Frame Tall { get; } = new(1240, 1060);

    public static Frame Desk { get; } = new(1280, 860);

    public static Frame Phone { get; } = new(390, 844, ColorScheme.Dark);
}
