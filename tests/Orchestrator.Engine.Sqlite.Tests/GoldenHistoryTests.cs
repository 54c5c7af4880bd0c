using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Execution;
using Orchestrator.Engine.Sqlite.Storage;
using Orchestrator.Engine.Sqlite.Tests.Host;
using Xunit;

namespace Orchestrator.Engine.Sqlite.Tests;

/// <summary>Histories recorded by earlier builds, of the flows in <see cref="SampleFlows"/>. Every later build must replay them.</summary>
public sealed class GoldenHistoryTests
{
    [Theory]
    [InlineData("main-completed.json")]
    [InlineData("child-completed.json")]
    public async Task Replay_CompletedHistory_EndsWithTheRecordedResult(string file)
    {
        var golden = await ReadAsync(file);

        var run = Replay(golden);

        Assert.Equal(golden.History[^1].PayloadJson, run.Outcome!.OutputJson);
    }

    [Fact]
    public async Task Replay_WaitingHistory_GoesOnWhereItWas()
    {
        var golden = await ReadAsync("main-waiting.json");
        var run = Replay(golden);

        run.Apply(new(EventKind.EventRaised) { Name = "Approve", PayloadJson = "10", At = golden.History[^1].Timestamp }, isReplay: false);

        Assert.True(run.TryTakeAction(out var action));
        Assert.Equal("SubOrchestrationInstanceCreated Child", action.Describe());
        Assert.Null(run.Outcome);
    }

    [Fact]
    public async Task Replay_HistoryOfOtherCode_FailsWithWhatDiffers()
    {
        var golden = await ReadAsync("changed-code.json");

        var error = Assert.Throws<NonDeterministicOrchestrationException>(() => Replay(golden));

        Assert.Equal("The orchestration 'main' did not replay: action 0 was 'TaskScheduled Subtract' when it ran and is 'TaskScheduled Add' now.", error.Message);
    }

    [Fact]
    public async Task Replay_HistoryThatEndsEarlierThanTheCode_Fails()
    {
        var golden = await ReadAsync("main-completed.json");

        var error = Assert.Throws<NonDeterministicOrchestrationException>(() => Replay(golden with { History = golden.History.SkipLast(1).ToList() }));

        Assert.Equal(("nothing", "ExecutionCompleted"), (error.Recorded, error.Replayed));
    }

    [Fact]
    public async Task Replay_HistoryLacksAnAction_Fails()
    {
        var golden = await ReadAsync("main-completed.json");
        var lacking = golden.History.Where(record => record.EventType != "EventSent").ToList();

        var error = Assert.Throws<NonDeterministicOrchestrationException>(() => Replay(golden with { History = lacking }));

        Assert.Equal(("nothing", "EventSent hello"), (error.Recorded, error.Replayed));
    }

    private static OrchestrationRun Replay(GoldenHistory golden)
    {
        var facts = new RunFacts(golden.InstanceId, golden.Name, golden.Version, golden.Run, golden.InputJson);
        var run = new OrchestrationRun(facts, SampleFlows.Registry().Orchestrations[golden.Name], () => { });
        Replayer.Replay(run, golden.History.Select(ToEvent));
        return run;
    }

    private static HistoryEvent ToEvent(HistoryRecord record) => new(Enum.Parse<EventKind>(record.EventType))
    {
        At = record.Timestamp,
        TaskId = record.TaskId,
        Name = record.Name,
        Target = record.TargetInstanceId,
        PayloadJson = record.PayloadJson,
        FireAt = record.FireAt,
        Failure = record.Failure,
    };

    private static async Task<GoldenHistory> ReadAsync(string file) =>
        DurableJson.Read<GoldenHistory>(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Histories", file)))!;

    private sealed record GoldenHistory(
        string InstanceId, string Name, string Version, int Run, string? InputJson, IReadOnlyList<HistoryRecord> History);
}
