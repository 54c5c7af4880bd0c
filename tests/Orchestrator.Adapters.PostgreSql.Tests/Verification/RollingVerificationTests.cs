using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Verification;

/// <summary>What is proven, what differs, and what is looked at again.</summary>
public sealed class RollingVerificationTests(ServerPair servers) : VerificationTest(servers)
{
    private const string Schema = "CREATE TABLE item (id int PRIMARY KEY, name text)";
    private const string Rows = "INSERT INTO item SELECT n, 'item ' || n FROM generate_series(1, 50000) n";

    [Fact]
    public async Task Verify_EqualSides_ProvesAllOnceAndCountsRows()
    {
        await FollowAsync(Schema, Rows);
        var status = await ProveAsync();
        var item = Assert.Single(status.Items);
        Assert.Equal(("public.item", 50000, 0), (item.Name, item.Count, item.PendingCount));
        Assert.Equal((50000, 50000), (status.ComparedCount, status.TotalCount));
    }

    [Theory]
    [InlineData("UPDATE item SET name = 'x' WHERE id = 33333", "id=33333: changed")]
    [InlineData("DELETE FROM item WHERE id = 50000", "id=50000: missing on the target")]
    [InlineData("INSERT INTO item VALUES (-5, NULL)", "id=-5: only on the target")]
    [InlineData("INSERT INTO item VALUES (60000, NULL)", "id=60000: only on the target")]
    public async Task Verify_RowChangedBehindTheStream_IsNamed(string change, string difference)
    {
        await FollowAsync(Schema, Rows);
        await BehindTheStreamAsync(change);
        var status = await VerifyAsync();
        Assert.False(status.IsProven);
        Assert.Equal([difference], Assert.Single(status.Items).FirstDifferences);
        var compared = Assert.Single((await CompareAsync()).Items, item => !item.IsEqual);
        Assert.Equal([difference], compared.FirstDifferences);
    }

    [Fact]
    public async Task Verify_DifferenceMended_IsProvenAgain()
    {
        await FollowAsync(Schema, Rows);
        await BehindTheStreamAsync("DELETE FROM item WHERE id = 7");
        Assert.False((await VerifyAsync()).IsProven);
        await BehindTheStreamAsync("INSERT INTO item VALUES (7, 'item 7')");
        Assert.True((await VerifyAsync()).IsProven);
    }

    [Fact]
    public async Task Compare_FewChanges_LooksOnlyAtThem()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        await OnLeaderAsync("UPDATE item SET name = 'y' WHERE id <= 10; DELETE FROM item WHERE id = 20; INSERT INTO item VALUES (50001, 'new'); UPDATE item SET id = -id WHERE id = 30");
        var comparison = await CompareAsync();
        Assert.True(comparison.IsEqual);
        var item = Assert.Single(comparison.Items, item => item.Name == "public.item");
        Assert.Equal((50000, 14), (item.ReferenceCount, item.RecheckedCount));
        Assert.NotNull(item.ProvenAt);
    }

    [Fact]
    public async Task Compare_ChangeLostOnTheWay_IsNamed()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        await OnLeaderAsync("UPDATE item SET name = 'y' WHERE id = 10; INSERT INTO item VALUES (50001, 'new')");
        await CatchUpAsync();
        await BehindTheStreamAsync("UPDATE item SET name = 'item 10' WHERE id = 10; DELETE FROM item WHERE id = 50001");
        var item = Assert.Single((await CompareAsync()).Items, item => !item.IsEqual);
        Assert.Equal(["id=10: changed", "id=50001: missing on the target"], item.FirstDifferences.Order());
        Assert.Equal((50001, 50000), (item.ReferenceCount, item.TargetCount));
    }

    [Fact]
    public async Task Verify_NoTime_OnlyTellsWhatIsProven()
    {
        await FollowAsync(Schema, Rows);
        Assert.Equal(0, (await VerifyAsync(0)).ComparedCount);
        await ProveAsync();
        await OnLeaderAsync("UPDATE item SET name = 'y' WHERE id <= 10");
        await CatchUpAsync();
        var status = await VerifyAsync(0);
        Assert.Equal((10, true), (status.PendingCount, status.IsProven));
    }
}
