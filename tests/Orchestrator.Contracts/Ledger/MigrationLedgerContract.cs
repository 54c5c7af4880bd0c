using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Contracts.Ledger;

/// <summary>What every ledger must do.</summary>
public abstract class MigrationLedgerContract
{
    private static readonly DateTimeOffset At = new(2026, 12, 5, 22, 0, 0, 123, TimeSpan.FromHours(1));

    protected abstract IMigrationLedger Ledger { get; }

    [Fact]
    public async Task Append_New_KeepsOrderAndEveryField()
    {
        var first = Entry("1") with { DataJson = """{"a":"ü\n"}""" };
        Assert.True(await Ledger.AppendAsync(first));
        Assert.True(await Ledger.AppendAsync(Entry("2")));

        var read = await Ledger.ReadAsync("m");

        Assert.Equal(["1", "2"], read.Select(entry => entry.Id));
        Assert.Equal(first, read[0] with { Hash = null });
    }

    [Fact]
    public async Task Append_SameId_LeavesTheFirst()
    {
        await Ledger.AppendAsync(Entry("1"));

        Assert.False(await Ledger.AppendAsync(Entry("1") with { Text = "another" }));

        Assert.Equal("text", Assert.Single(await Ledger.ReadAsync("m")).Text);
    }

    [Fact]
    public async Task Append_SameIdOfAnotherMigration_IsNew()
    {
        await Ledger.AppendAsync(Entry("1"));

        Assert.True(await Ledger.AppendAsync(Entry("1") with { MigrationId = "other" }));
    }

    [Fact]
    public async Task Append_Entries_AreChained()
    {
        await Ledger.AppendAsync(Entry("1"));
        await Ledger.AppendAsync(Entry("2"));

        var read = await Ledger.ReadAsync("m");

        Assert.Equal(LedgerChain.Hash(LedgerChain.Root, read[0]), read[0].Hash);
        Assert.Equal(LedgerChain.Hash(read[0].Hash!, read[1]), read[1].Hash);
    }

    [Fact]
    public async Task Append_ManyAtOnce_KeepsAllInOneChain()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Ledger.AppendAsync(Entry($"{i % 50}")))));

        Assert.Equal(50, (await Ledger.ReadAsync("m")).Count);
    }

    [Fact]
    public async Task Read_Unknown_IsEmpty() => Assert.Empty(await Ledger.ReadAsync("unknown"));

    [Fact]
    public async Task WriteDocument_Twice_KeepsTheLast()
    {
        var first = await Ledger.WriteDocumentAsync("m", "report", "{}");
        var second = await Ledger.WriteDocumentAsync("m", "report", """{"a":1}""");

        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", first);
        Assert.NotEqual(first, second);
        Assert.Equal("""{"a":1}""", await Ledger.ReadDocumentAsync("m", "report"));
    }

    [Fact]
    public async Task ReadDocument_Unknown_IsNull() => Assert.Null(await Ledger.ReadDocumentAsync("m", "unknown"));

    [Fact]
    public async Task Claim_Taken_NamesTheFirst()
    {
        Assert.Equal("a", await Ledger.ClaimAsync("workload/orders", "a"));
        Assert.Equal("a", await Ledger.ClaimAsync("workload/orders", "a"));
        Assert.Equal("a", await Ledger.ClaimAsync("workload/orders", "b"));
    }

    [Fact]
    public async Task Claim_ManyAtOnce_HasOneOwner()
    {
        var owners = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Ledger.ClaimAsync("k", $"{i}"))));

        Assert.Single(owners.Distinct());
    }

    [Fact]
    public async Task Claim_InsteadOf_TakesOverFromThatOwnerOnly()
    {
        await Ledger.ClaimAsync("k", "a");

        Assert.Equal("a", await Ledger.ClaimAsync("k", "b", insteadOf: "x"));
        Assert.Equal("b", await Ledger.ClaimAsync("k", "b", insteadOf: "a"));
    }

    [Fact]
    public async Task Release_ByAnother_DoesNothing()
    {
        await Ledger.ClaimAsync("k", "a");
        await Ledger.ReleaseAsync("k", "b");
        Assert.Equal("a", await Ledger.ClaimAsync("k", "b"));

        await Ledger.ReleaseAsync("k", "a");
        await Ledger.ReleaseAsync("k", "a");
        Assert.Equal("b", await Ledger.ClaimAsync("k", "b"));
    }

    protected static LedgerEntry Entry(string id) => new("m", id, "step", At, "alice", "text");
}
