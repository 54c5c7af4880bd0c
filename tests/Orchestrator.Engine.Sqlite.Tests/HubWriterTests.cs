using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Engine.Sqlite.Storage;
using Xunit;

namespace Orchestrator.Engine.Sqlite.Tests;

public sealed class HubWriterTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TemporaryHub _hub = new();
    private readonly HubConnection _connection;
    private readonly HubWriter _writer;

    public HubWriterTests()
    {
        (_connection, var epoch) = HubFile.OpenForWriting(_hub.Path);
        using var reader = new HubReader(_hub.Path);
        _writer = new(_hub.Path, _connection, epoch, reader, NullLogger.Instance);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public async Task Submit_DiskFull_WaitsUntilThereIsRoomAndLosesNothing()
    {
        _connection.Run("PRAGMA max_page_count = 1"); // SQLite takes the current size: not one page more
        var large = new string('x', 1_000_000);
        var write = new TestWrite(tables => tables.WriteInput(1, large));
        _writer.Start();

        _writer.Submit(write);
        await UntilAsync(() => _writer.Problem is not null);
        Assert.False(write.Done.IsCompleted);
        Assert.Contains("full", _writer.Problem!.Message, StringComparison.Ordinal);
        _connection.Run("PRAGMA max_page_count = 1000000");
        await write.Done.WaitAsync(Bound);

        Assert.Null(_writer.Problem);
    }

    [Fact]
    public async Task Submit_OneWriteCannotBeStored_TheOthersOfItsBatchAre()
    {
        var before = new TestWrite(tables => tables.WriteInput(1, "a"));
        var broken = new TestWrite(_ => throw new InvalidOperationException("broken"));
        var after = new TestWrite(tables => tables.WriteInput(2, "b"));
        foreach (var write in new[] { before, broken, after })
            _writer.Submit(write);

        _writer.Start();

        await before.Done.WaitAsync(Bound);
        await after.Done.WaitAsync(Bound);
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => broken.Done.WaitAsync(Bound))).Message);
    }

    [Fact]
    public async Task Submit_AfterDispose_Fails()
    {
        _writer.Start();
        _writer.Dispose();
        var late = new TestWrite(_ => { });

        _writer.Submit(late);

        await Assert.ThrowsAsync<InvalidOperationException>(() => late.Done.WaitAsync(Bound));
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!holds())
            await Task.Delay(5, bound.Token);
    }

    private sealed class TestWrite(Action<HubTables> apply) : IWrite
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "test";

        public Task Done => _done.Task;

        public void Apply(HubTables tables) => apply(tables);

        public void Committed() => _done.SetResult();

        public void Failed(Exception error) => _done.SetException(error);
    }
}
