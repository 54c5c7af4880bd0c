using Orchestrator.Adapters.Azure.Tests.Blob;
using Orchestrator.Contracts.Servers;
using Xunit;
using static Orchestrator.Adapters.Azure.Tests.Ledger.LedgerRig;

namespace Orchestrator.Adapters.Azure.Tests.Ledger;

public sealed class BlobLedgerTests(AzuriteServer server) : IClassFixture<AzuriteServer>
{
    private readonly LedgerRig _rig = new(server);
    private readonly RequestCounter _requests = new();

    [Theory]
    [InlineData(50_000)]
    [InlineData(7)]
    public async Task AppendAsync_TwoWritersInParallel_KeepOneChainAndTellWhoWasFirst(int entriesPerBlob)
    {
        var writers = Enumerable.Range(0, 2).Select(_ => _rig.Ledger(entriesPerBlob: entriesPerBlob)).ToList();

        var news = await Task.WhenAll(
            from id in Enumerable.Range(0, 40)
            from writer in writers
            select Task.Run(async () => (id, isNew: await writer.AppendAsync(Entry($"{id}")))));

        Assert.Equal(Enumerable.Range(0, 40), news.Where(append => append.isNew).Select(append => append.id).Order());
        Assert.Equal(40, (await writers[0].ReadAsync("m")).Count);
        Assert.Equal(await writers[0].ReadAsync("m"), await _rig.Ledger(entriesPerBlob: entriesPerBlob).ReadAsync("m"));
    }

    [Fact]
    public async Task AppendAsync_BlobIsFull_GoesOnInTheNext()
    {
        var (first, second) = (_rig.Ledger(entriesPerBlob: 2), _rig.Ledger(entriesPerBlob: 2));
        await second.ReadAsync("m");
        for (var i = 1; i <= 5; i++)
            await first.AppendAsync(Entry($"{i}"));

        Assert.False(await second.AppendAsync(Entry("3")));
        Assert.True(await second.AppendAsync(Entry("6")));

        Assert.Equal(["1", "2", "3", "4", "5", "6"], (await first.ReadAsync("m")).Select(entry => entry.Id));
        Assert.Equal(["heads/m", "m/audit.2.jsonl", "m/audit.3.jsonl", "m/audit.jsonl"], await _rig.NamesAsync());
    }

    [Fact]
    public async Task AppendAsync_OnlyWriter_ReadsNothing()
    {
        var ledger = _rig.Ledger(_requests.Attach);
        await ledger.AppendAsync(Entry("1"));
        _requests.Forget();

        await ledger.AppendAsync(Entry("2"));
        await ledger.AppendAsync(Entry("2"));

        Assert.Equal(0, _requests.Gets);
        Assert.Equal(2, _requests.Uploads);
    }

    [Fact]
    public async Task ReadAsync_NothingIsNew_TransfersNothing()
    {
        await using var wire = new CuttableProxy(server.Port);
        var ledger = _rig.Ledger(port: wire.Port);
        await ledger.AppendAsync(Entry("1") with { Text = new string('x', 1 << 20) });
        await _rig.Ledger().AppendAsync(Entry("2"));
        var before = wire.ReceivedBytes;
        await ledger.ReadAsync("m");
        var changed = wire.ReceivedBytes;

        await ledger.ReadAsync("m");

        Assert.InRange(changed - before, 1 << 20, 2 << 20);
        Assert.InRange(wire.ReceivedBytes - changed, 1, 8 << 10);
    }

    [Fact]
    public async Task WriteDocumentAsync_New_IsReadableWithItsHashBesideIt()
    {
        var hash = await _rig.Ledger().WriteDocumentAsync("m", "evidence/validate", "{}");

        var properties = await _rig.Container.GetBlobClient("m/documents/evidence/validate").GetPropertiesAsync();
        Assert.Equal(hash, properties.Value.Metadata["sha256"]);
    }

    [Fact]
    public async Task Everything_OddNames_StaysApart()
    {
        string[] names = ["claims", "heads", "a/b", "a", "b", "workload:ü", "workload=3A", "x.", "..", "", " ", "?#%", new('y', 2_000), new('y', 2_001)];
        var (ledger, other) = (_rig.Ledger(), _rig.Ledger());
        foreach (var name in names)
        {
            await ledger.AppendAsync(Entry(name) with { MigrationId = name });
            await ledger.WriteDocumentAsync(name, "audit.jsonl", $"\"{name}\"");
            await ledger.WriteDocumentAsync("m", name, $"\"{name}\"");
            await ledger.ClaimAsync(name, $"owner of {name}");
        }

        foreach (var name in names)
        {
            Assert.Equal(name, Assert.Single(await other.ReadAsync(name)).Id);
            Assert.Equal($"\"{name}\"", await other.ReadDocumentAsync(name, "audit.jsonl"));
            Assert.Equal($"\"{name}\"", await other.ReadDocumentAsync("m", name));
            Assert.Equal($"owner of {name}", await other.ClaimAsync(name, "another"));
        }
    }

    [Fact]
    public async Task ClaimAsync_ManyTakeOverAStaleClaim_HasOneOwner()
    {
        var ledgers = new[] { _rig.Ledger(), _rig.Ledger() };
        await ledgers[0].ClaimAsync("k", "gone");

        var owners = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => ledgers[i % 2].ClaimAsync("k", $"{i}", insteadOf: "gone"))));

        Assert.Single(owners.Distinct());
        Assert.Equal(owners[0], await ledgers[1].ClaimAsync("k", "late", insteadOf: "gone"));
        Assert.Equal(owners[0], await _rig.ReadAsync("claims/k"));
    }

    [Fact]
    public async Task ClaimAsync_WhileOthersComeAndGo_AlwaysHasOneOwner()
    {
        var ledgers = new[] { _rig.Ledger(), _rig.Ledger() };
        var inside = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                if (await ledgers[i % 2].ClaimAsync("k", $"{i}") != $"{i}")
                    continue;
                Assert.Equal(1, Interlocked.Increment(ref inside));
                Interlocked.Decrement(ref inside);
                await ledgers[i % 2].ReleaseAsync("k", $"{i}");
            }
        })));

        Assert.Empty(await _rig.NamesAsync());
    }
}
