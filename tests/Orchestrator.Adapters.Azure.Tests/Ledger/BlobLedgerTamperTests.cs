using Azure.Storage.Blobs.Specialized;
using Orchestrator.Adapters.Azure.Ledger;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;
using Xunit;
using static Orchestrator.Adapters.Azure.Tests.Ledger.LedgerRig;

namespace Orchestrator.Adapters.Azure.Tests.Ledger;

public sealed class BlobLedgerTamperTests(AzuriteServer server) : IClassFixture<AzuriteServer>
{
    private const string Audit = "m/audit.jsonl";
    private const string Head = "heads/m";
    private readonly LedgerRig _rig = new(server);

    public static TheoryData<string, string> Tamperings => new()
    {
        { "change 2", "2" },
        { "remove 1", "2" },
        { "remove 3", "2" },
        { "remove all", "(all)" },
        { "replace all", "3" },
        { "garbage", "(line 2)" },
        { "half a line", "(line 4)" },
        { "delete the blob", "(all)" },
        { "garbage as head", "3" },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task ReadAsync_Tampered_NamesTheEntryToWhoeverReads(string tampering, string entryId)
    {
        var known = await FillAsync();

        await TamperAsync(tampering);

        foreach (var ledger in new[] { known, _rig.Ledger() })
        {
            var error = await Assert.ThrowsAsync<LedgerTamperedException>(() => ledger.ReadAsync("m"));
            Assert.Equal(entryId, error.EntryId);
        }
    }

    [Theory]
    [InlineData("remove 3")]
    [InlineData("remove all")]
    [InlineData("replace all")]
    [InlineData("delete the blob")]
    public async Task AppendAsync_Tampered_DoesNotCoverItUp(string tampering)
    {
        var known = await FillAsync();
        await TamperAsync(tampering);

        for (var i = 4; i < 10; i++)
            Assert.True(await known.AppendAsync(Entry($"{i}")));

        await Assert.ThrowsAsync<LedgerTamperedException>(() => _rig.Ledger().ReadAsync("m"));
    }

    [Fact]
    public async Task ReadAsync_DiedBeforeTheHeadWasMoved_IsFineAndTheNextMovesIt()
    {
        await FillAsync();
        var head = await _rig.ReadAsync(Head);
        await _rig.Ledger().AppendAsync(Entry("4"));
        await _rig.Container.GetBlobClient(Head).UploadAsync(BinaryData.FromString(head), overwrite: true);
        var ledger = _rig.Ledger();

        Assert.Equal(4, (await ledger.ReadAsync("m")).Count);
        Assert.False(await ledger.AppendAsync(Entry("4")));

        Assert.Equal(4, DurableJson.Read<TrailHead>(await _rig.ReadAsync(Head))!.Count);
    }

    [Fact]
    public async Task ReadAsync_DiedBeforeTheFirstHeadWasWritten_IsFine()
    {
        await FillAsync();
        await _rig.Container.DeleteBlobAsync(Head);

        Assert.Equal(3, (await _rig.Ledger().ReadAsync("m")).Count);
    }

    [Fact]
    public async Task AppendAsync_DiedAfterTheBlobWasMade_GoesOn()
    {
        await _rig.Container.CreateAsync();
        await _rig.Container.GetAppendBlobClient(Audit).CreateAsync();

        Assert.Empty(await _rig.Ledger().ReadAsync("m"));
        Assert.True(await _rig.Ledger().AppendAsync(Entry("1")));

        Assert.Single(await _rig.Ledger().ReadAsync("m"));
    }

    private async Task<BlobLedger> FillAsync()
    {
        var ledger = _rig.Ledger();
        for (var i = 1; i <= 3; i++)
            await ledger.AppendAsync(Entry($"{i}"));
        return ledger;
    }

    private async Task TamperAsync(string tampering)
    {
        if (tampering == "delete the blob")
            await _rig.Container.DeleteBlobAsync(Audit);
        else if (tampering == "garbage as head")
            await _rig.Container.GetBlobClient(Head).UploadAsync(BinaryData.FromString("{"), overwrite: true);
        else if (tampering == "half a line")
            await _rig.Container.GetAppendBlobClient(Audit).AppendBlockAsync(BinaryData.FromString("{}").ToStream());
        else
            await _rig.RewriteAsync(Audit, lines => Forge(tampering, lines));
    }

    private static IEnumerable<string> Forge(string tampering, IReadOnlyList<string> lines) => tampering switch
    {
        "change 2" => [lines[0], lines[1].Replace("text", "forged", StringComparison.Ordinal).Replace("\"forged\":", "\"text\":", StringComparison.Ordinal), lines[2]],
        "remove 1" => lines.Skip(1),
        "remove 3" => lines.Take(2),
        "remove all" => [],
        "replace all" => ForgeChain(),
        "garbage" => [lines[0], "garbage", lines[2]],
        _ => throw new ArgumentOutOfRangeException(nameof(tampering)),
    };

    private static IEnumerable<string> ForgeChain()
    {
        var hash = LedgerChain.Root;
        foreach (var id in new[] { "1", "2", "3" })
        {
            var line = TrailLine.Create(hash, Entry(id) with { Actor = "mallory" }, "mark");
            hash = line.Hash;
            yield return DurableJson.Write(line)!;
        }
    }
}
