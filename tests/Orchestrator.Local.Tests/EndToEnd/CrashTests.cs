using Orchestrator.Demo;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>The server is killed at moments drawn from a fixed seed; a longer run is <c>./run bench crash</c>.</summary>
public sealed class CrashTests(Site site) : IClassFixture<Site>
{
    private const int Seed = 20261205;
    private const int Kills = 8;

    [Fact]
    public async Task Run_KilledAtRandomMoments_EndsAsUndisturbed()
    {
        var report = await CrashDrill.RunAsync(site.Demo, Kills, Seed, CancellationToken.None);
        Assert.True(report.IsAsUndisturbed, report.ToString());
        Assert.Equal(Kills, report.Kills);
        Assert.True(report.Acknowledged > 0, "The clients wrote nothing.");
    }
}
