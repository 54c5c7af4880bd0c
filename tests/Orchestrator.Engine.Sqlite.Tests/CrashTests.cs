using Xunit;

namespace Orchestrator.Engine.Sqlite.Tests;

/// <summary>The process is killed around every kind of store write and started again; the end is that of an undisturbed run.</summary>
public sealed class CrashTests : IDisposable
{
    private const string Undisturbed =
        "end: 112 \"ended with 112\" | main:0:6=Completed main:1:6=Completed main=Completed | " +
        "ExecutionStarted,TaskScheduled,TaskCompleted,TaskScheduled,TaskScheduled,TaskScheduled,TaskCompleted,TaskCompleted,TaskCompleted," +
        "TimerCreated,TimerFired,TimerCreated,SubOrchestrationInstanceCreated,SubOrchestrationInstanceCompleted,TaskScheduled,TaskFailed,EventSent,ExecutionCompleted";

    private readonly TemporaryHub _hub = new();

    public static TheoryData<string, int> Points()
    {
        var points = new TheoryData<string, int>();
        foreach (var phase in new[] { "applied", "committed", "finished" })
        {
            foreach (var write in new[] { "start", "signal", "delivery", "purge" })
                points.Add($"{phase} {write}", 1);
            foreach (var times in new[] { 1, 2, 4, 7, 9, 12 })
                points.Add($"{phase} episode", times);
        }
        return points;
    }

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task Run_Undisturbed_EndsAsExpected() =>
        Assert.Equal(Undisturbed, await HostProcess.RunAsync(_hub.Path, "none", 1));

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Run_KilledAtPointThenStartedAgain_EndsLikeAnUndisturbedRun(string point, int times)
    {
        Assert.Null(await HostProcess.RunAsync(_hub.Path, point, times));

        Assert.Equal(Undisturbed, await HostProcess.RunAsync(_hub.Path, "none", 1));
    }

    [Fact]
    public async Task Run_KilledAgainAndAgain_EndsLikeAnUndisturbedRun()
    {
        string? end = null;
        for (var times = 4; end is null && times < 60; times++)
            end = await HostProcess.RunAsync(_hub.Path, "", times);

        Assert.Equal(Undisturbed, end);
    }
}
