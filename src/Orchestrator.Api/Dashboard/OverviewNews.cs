namespace Orchestrator.Api.Dashboard;

/// <summary>What a viewer is sent next.</summary>
/// <param name="Position">Where the viewer is afterwards.</param>
/// <param name="Frames">Whole events, ready to be sent.</param>
internal sealed record OverviewNews(long Position, IEnumerable<byte[]> Frames);
