using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Progress;
using Orchestrator.Adapters.Azure.Tests.Blob;
using Orchestrator.Adapters.Azure.Tests.Ledger;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Progress;

public sealed class BlobProgressBoardTests(AzuriteServer server) : IClassFixture<AzuriteServer>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly LedgerRig _rig = new(server);
    private readonly ManualTime _time = new();
    private readonly RequestCounter _requests = new();

    [Fact]
    public void Find_ReportedHere_IsKnownAtOnce()
    {
        using var board = Board();

        board.Report("m", "backup", new(1, 10, "bytes"));

        Assert.Equal(new(1, 10, "bytes"), board.Find("m", "backup"));
        Assert.Null(board.Find("m", "restore"));
        Assert.Null(board.Find("other", "backup"));
    }

    [Fact]
    public async Task Find_ReportedElsewhere_IsKnownSoon()
    {
        using var here = Board();
        using var there = Board();
        Assert.Null(here.Find("m", "backup"));

        there.Report("m", "backup", new(1, null, "rows"));
        await UntilAsync(() => here.Find("m", "backup") == new StepProgress(1, null, "rows"));
        there.Report("m", "backup", new(2, 3, "rows"));
        await UntilAsync(() => here.Find("m", "backup") == new StepProgress(2, 3, "rows"));

        here.Report("m", "backup", new(0, 3, "rows"));
        await UntilAsync(() => there.Find("m", "backup") == new StepProgress(0, 3, "rows"));
    }

    [Fact]
    public async Task Report_ManyTimesASecond_IsWrittenOnce()
    {
        await _rig.Container.CreateAsync();
        using var board = Board();
        for (var i = 0; i <= 1_000; i++)
            board.Report("m", "backup", new(i, 1_000, "bytes"));

        await UntilAsync(() => _requests.Uploads > 0);
        await UntilAsync(() => _requests.Gets > 3 && board.Find("m", "backup") is not null);

        Assert.Equal(1_000, board.Find("m", "backup")?.Completed);
        Assert.Equal(1, _requests.Uploads);
    }

    [Fact]
    public async Task Find_NobodyAsksAnyMore_RequestsEnd()
    {
        using var board = Board();
        board.Find("m", "backup");
        await UntilAsync(() => _requests.Gets > 0);

        _time.Advance(TimeSpan.FromSeconds(16));
        await UntilAsync(() => board.Find("m", "other") is null && _requests.Gets > 3);
        _time.Advance(TimeSpan.FromSeconds(16));
        var before = await SettleAsync();
        for (var i = 0; i < 5; i++)
            _time.Advance(Second);

        Assert.Equal(before, await SettleAsync());
    }

    [Fact]
    public async Task Clear_EndedMigration_RemovesWhatOthersSee()
    {
        using var here = Board();
        using var there = Board();
        there.Report("m", "backup", new(1, 2, "bytes"));
        there.Report("other", "backup", new(1, 2, "bytes"));
        await UntilAsync(() => here.Find("m", "backup") is not null && here.Find("other", "backup") is not null);

        there.Clear("m");

        await UntilAsync(() => here.Find("m", "backup") is null);
        Assert.Equal(["other/progress/backup"], await _rig.NamesAsync());
    }

    [Fact]
    public async Task Report_StoreIsDown_IsSaidOnceAndWorksAgainLater()
    {
        await using var wire = new CuttableProxy(server.Port);
        wire.Cut();
        var log = new Messages();
        using var board = new BlobProgressBoard(_rig.Blobs(options => { LedgerRig.NoRetries(options); _requests.Attach(options); }, wire.Port), _time, log);

        await UntilAsync(() => Report(board, 1) && _requests.Uploads > 5);
        Assert.Single(log.Lines);
        Assert.Equal(1, board.Find("m", "backup")?.Completed);

        wire.Mend();
        using var other = Board();
        await UntilAsync(() => Report(board, 2) && other.Find("m", "backup")?.Completed == 2);
    }

    private static bool Report(BlobProgressBoard board, long completed)
    {
        board.Report("m", "backup", new(completed, null, "bytes"));
        return true;
    }

    private BlobProgressBoard Board() => new(_rig.Blobs(_requests.Attach), _time, NullLogger<BlobProgressBoard>.Instance);

    private async Task UntilAsync(Func<bool> condition)
    {
        for (var attempt = 0; !condition(); attempt++)
        {
            Assert.True(attempt < 1_000);
            _time.Advance(Second);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    // How many requests there have been once none is under way any more.
    private async Task<int> SettleAsync()
    {
        for (var (before, quiet) = (-1, 0); quiet < 10; await Task.Delay(TimeSpan.FromMilliseconds(20)))
            (before, quiet) = (_requests.Gets, before == _requests.Gets ? quiet + 1 : 0);
        return _requests.Gets;
    }

    private sealed class Messages : ILogger<BlobProgressBoard>
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
