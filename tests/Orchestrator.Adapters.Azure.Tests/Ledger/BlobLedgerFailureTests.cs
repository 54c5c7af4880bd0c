using Azure.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Adapters.Azure.Ledger;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;
using static Orchestrator.Adapters.Azure.Tests.Ledger.LedgerRig;

namespace Orchestrator.Adapters.Azure.Tests.Ledger;

public sealed class BlobLedgerFailureTests(AzuriteServer server) : IClassFixture<AzuriteServer>
{
    private readonly LedgerRig _rig = new(server);
    private readonly LostAnswers _answers = new();

    [Theory]
    [InlineData("comp=appendblock")]
    [InlineData("heads/")]
    [InlineData("audit.jsonl")]
    public async Task AppendAsync_AnswerIsLost_IsNewAndThereOnce(string request)
    {
        var ledger = _rig.Ledger(_answers.Attach);
        _answers.Lose(1, sent => IsPut(sent, request));

        Assert.True(await ledger.AppendAsync(Entry("1")));
        Assert.True(await ledger.AppendAsync(Entry("2")));

        Assert.Equal(["1", "2"], (await _rig.Ledger().ReadAsync("m")).Select(entry => entry.Id));
    }

    [Fact]
    public async Task AppendAsync_NothingIsHeardAnyMore_IsTransientAndNoLongerNewLater()
    {
        var ledger = _rig.Ledger(options => { NoRetries(options); _answers.Attach(options); });
        await ledger.AppendAsync(Entry("1"));
        _answers.Lose(1, sent => IsPut(sent, "comp=appendblock"));

        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => ledger.AppendAsync(Entry("2")))).IsTransient);
        Assert.False(await ledger.AppendAsync(Entry("2")));

        Assert.Equal(["1", "2"], (await _rig.Ledger().ReadAsync("m")).Select(entry => entry.Id));
    }

    [Fact]
    public async Task AppendAsync_HeadCannotBeWritten_SucceedsAndTheNextMovesIt()
    {
        var ledger = _rig.Ledger(options => { NoRetries(options); _answers.Attach(options); });
        _answers.Lose(1, sent => IsPut(sent, "heads/"));

        Assert.True(await ledger.AppendAsync(Entry("1")));
        Assert.True(await ledger.AppendAsync(Entry("2")));

        Assert.Equal(2, (await ledger.ReadAsync("m")).Count);
        Assert.Contains("\"count\":2", await _rig.ReadAsync("heads/m"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppendAsync_CutAnywhere_IsThereOnceAfterwards()
    {
        await using var wire = new CuttableProxy(server.Port);
        var (ledger, witness) = (_rig.Ledger(NoRetries, wire.Port), _rig.Ledger());
        var outcomes = new HashSet<(bool Failed, bool IsThere)>();
        for (var cutAfter = 100; cutAfter <= 3_500; cutAfter += 100)
        {
            var id = $"{cutAfter}";
            wire.CutAfter(cutAfter);
            var error = await Record.ExceptionAsync(() => ledger.AppendAsync(Entry(id)));
            Assert.True(error is null or AdapterException { IsTransient: true }, $"{error}");
            outcomes.Add((error is not null, (await witness.ReadAsync("m")).Any(entry => entry.Id == id)));
            wire.Mend();
            await RepeatAsync(() => ledger.AppendAsync(Entry(id)));
        }

        Assert.Equal(35, (await witness.ReadAsync("m")).DistinctBy(entry => entry.Id).Count());
        Assert.Equal(35, (await witness.ReadAsync("m")).Count);
        Assert.Contains((true, true), outcomes);
        Assert.Contains((true, false), outcomes);
        Assert.Contains((false, true), outcomes);
    }

    [Fact]
    public async Task Claims_AnswersAreLost_EndAsIfTheyWereNot()
    {
        var ledger = _rig.Ledger(_answers.Attach);

        _answers.Lose(1, sent => IsPut(sent, "claims/"));
        Assert.Equal("a", await ledger.ClaimAsync("k", "a"));
        _answers.Lose(1, sent => sent.Headers.TryGetValue("If-Match", out _));
        Assert.Equal("b", await ledger.ClaimAsync("k", "b", insteadOf: "a"));
        _answers.Lose(1, sent => sent.Method == RequestMethod.Delete);
        await ledger.ReleaseAsync("k", "b");

        Assert.Equal("c", await ledger.ClaimAsync("k", "c"));
    }

    [Fact]
    public async Task Everything_StoreIsDown_IsTransient()
    {
        await using var wire = new CuttableProxy(server.Port);
        wire.Cut();
        var ledger = _rig.Ledger(NoRetries, wire.Port);

        foreach (var work in Everything(ledger))
            Assert.True((await Assert.ThrowsAsync<AdapterException>(work)).IsTransient);
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=orchestrator;AccountKey=c2VjcmV0LWtleQ==;BlobEndpoint={endpoint};")]
    [InlineData("{endpoint}?sv=2024-11-04&ss=b&srt=sco&sp=rwdlac&se=2099-01-01T00:00:00Z&sig=c2VjcmV0LXNpZw%3D%3D")]
    [InlineData("{endpoint}")]
    [InlineData("secret-key")]
    public async Task Everything_ConnectionIsWrong_SaysSoWithoutSecrets(string connection)
    {
        var wrong = connection.Replace("{endpoint}", server.Endpoint, StringComparison.Ordinal);
        BlobLedger Open() => new(LedgerBlobs.Connect(new BlobConnector(subject: "the ledger's connection"), wrong, _rig.ContainerName), NullLogger<BlobLedger>.Instance);

        foreach (var index in Enumerable.Range(0, 6))
        {
            var error = await Assert.ThrowsAsync<AdapterException>(() => Everything(Open())[index]());
            Assert.False(error.IsTransient);
            foreach (var secret in new[] { "secret-key", "c2VjcmV0", "sig=", "backup's" })
                Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Everything_Cancelled_IsACancellation()
    {
        await using var wire = new CuttableProxy(server.Port);
        wire.Stall();
        using var stop = new CancellationTokenSource();
        var read = _rig.Ledger(port: wire.Port).ReadAsync("m", stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    private static bool IsPut(Request request, string part) =>
        request.Method == RequestMethod.Put && request.Uri.ToString().Contains(part, StringComparison.Ordinal);

    private static List<Func<Task>> Everything(BlobLedger ledger) =>
    [
        () => ledger.AppendAsync(Entry("1")),
        () => ledger.ReadAsync("m"),
        () => ledger.WriteDocumentAsync("m", "report", "{}"),
        () => ledger.ReadDocumentAsync("m", "report"),
        () => ledger.ClaimAsync("k", "a"),
        () => ledger.ReleaseAsync("k", "a"),
    ];

    // A connection from before the cut may still fail once.
    private static async Task RepeatAsync(Func<Task> work)
    {
        for (var attempt = 0; await Record.ExceptionAsync(work) is { } error; attempt++)
            Assert.True(attempt < 20, $"{error}");
    }
}
