using System.Net;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>What goes wrong between the host and the content of a disk.</summary>
public sealed class DiskTransferTests(ArmJudge judge, AzuriteServer azurite) : DiskTest(judge, azurite)
{
    [Fact]
    public async Task Restore_AccessIsTakenAwayInTheMiddle_AsksForAnotherAndGoesOn()
    {
        await PrepareAsync();
        var isTaken = 0;
        Rig.Traffic.Refuse = number =>
        {
            if (number == 4 && Interlocked.Exchange(ref isTaken, 1) == 0)
                TakeAccessAway();
            return null;
        };
        await Rig.RestoreAsync();
        Assert.Equal(await File.ReadAllBytesAsync(Rig.Vhd), await Rig.ReadDiskAsync());
        Assert.Equal((2, 1), (Rig.Started("beginGetAccess"), Rig.Started("endGetAccess")));
        Assert.InRange(Rig.Traffic.Puts, Rig.PageCount + 2, Rig.PageCount + 1 + 2);
    }

    [Fact]
    public async Task Restore_AccessIsNeverHonoured_FailsWithWhatToCheck()
    {
        await PrepareAsync();
        Rig.Traffic.Refuse = _ => Refusal(HttpStatusCode.Forbidden, "AuthenticationFailed");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.RestoreAsync());
        Assert.False(error.IsTransient);
        Assert.Contains("networkAccessPolicy", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(3, Rig.Started("beginGetAccess"));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Restore_StoreIsBusy_IsPendingAsLongAsItAsksAndKeepsWhatWasSent(HttpStatusCode status)
    {
        await PrepareAsync();
        Rig.Traffic.Refuse = number => number == 4 ? PageTraffic.Busy(status, 90) : null;
        var waits = new List<TimeSpan>();
        await Rig.RunAsync(async () =>
        {
            try
            {
                return await Rig.Adapter.RestoreAsync(Rig.Component, Rig.Backup, Rig.Scope("restore"), Rig.Patience);
            }
            catch (OperationPendingException pending)
            {
                waits.Add(pending.LookAgainAfter);
                throw;
            }
        });
        Assert.Contains(TimeSpan.FromSeconds(90), waits);
        Assert.InRange(Rig.Traffic.Puts, Rig.PageCount + 2, Rig.PageCount + 1 + 2);
        Assert.Equal(await File.ReadAllBytesAsync(Rig.Vhd), await Rig.ReadDiskAsync());
    }

    [Fact]
    public async Task Restore_PageIsDamagedOnItsWay_IsNoticedAndSentAgain()
    {
        await PrepareAsync();
        Rig.Traffic.Damage = number => number == 3;
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.RestoreAsync());
        Assert.Equal((true, "a page arrived damaged"), (error.IsTransient, error.Problem));
        await Rig.RestoreAsync();
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task Restore_CancelledAtEveryReport_EndsComplete()
    {
        await PrepareAsync();
        for (var report = 1; report <= 5; report++)
        {
            using var kill = CancellationTokenSource.CreateLinkedTokenSource(Rig.Patience);
            var left = report;
            await Record.ExceptionAsync(() => Rig.RunAsync(() =>
                Rig.Adapter.RestoreAsync(Rig.Component, Rig.Backup, Rig.Scope("restore").With(_ => StopAt(ref left, kill)), kill.Token)));
        }

        await Rig.RestoreAsync();
        Assert.Equal(await File.ReadAllBytesAsync(Rig.Vhd), await Rig.ReadDiskAsync());
        Assert.Equal((1, 1), (Rig.Started("put"), Rig.Started("endGetAccess")));
    }

    [Fact]
    public async Task Compare_CancelledWhileReading_EndsEqualAndClosesTheDisk()
    {
        await Rig.MigrateAsync();
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Rig.Patience);
        var left = 2;
        await Record.ExceptionAsync(() => Rig.RunAsync(() =>
            Rig.Adapter.CompareAsync(Rig.Component, null, Rig.Scope("validate").With(_ => StopAt(ref left, kill)), kill.Token)));
        Assert.True((await Rig.CompareAsync()).IsEqual);
        Assert.Equal("Unattached", Rig.Server.Find(Rig.Disk)!["properties"]!["diskState"]!.GetValue<string>());
    }

    private static void StopAt(ref int left, CancellationTokenSource kill)
    {
        if (Interlocked.Decrement(ref left) == 0)
            kill.Cancel();
    }

    private async Task PrepareAsync()
    {
        await Rig.BackUpAsync();
        await Rig.PrepareAsync();
    }

    private void TakeAccessAway() => Rig.Server.DiskBlob(Rig.Disk).GetParentBlobContainerClient().SetAccessPolicy(PublicAccessType.None, []);

    private static HttpResponseMessage Refusal(HttpStatusCode status, string code)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>no</Message></Error>", null, "application/xml") };
        answer.Headers.Add("x-ms-error-code", code);
        return answer;
    }
}
