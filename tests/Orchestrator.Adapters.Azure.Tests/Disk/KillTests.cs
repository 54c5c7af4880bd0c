using System.Diagnostics;
using Azure.Core;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Durability;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

public sealed class KillTests(ArmJudge judge, AzuriteServer azurite) : DiskTest(judge, azurite)
{
    private const int Pages = 60;
    private const int Parallelism = 2;

    [Fact]
    public async Task Restore_KilledInTheMiddle_SendsAtMostWhatWasInFlightAgain()
    {
        SampleVhd.Create(Rig.Vhd, (long)Pages * SampleVhd.PageBytes, Enumerable.Range(0, Pages));
        await Rig.BackUpAsync();
        await Rig.PrepareAsync();

        await KillAsync(afterReports: 20);
        var arrived = await ArrivedAsync();
        Assert.InRange(arrived, 10, Pages - 5);
        await Rig.RestoreAsync();

        var sentAgain = Rig.Traffic.Puts - 1 - (Pages - arrived);
        Assert.InRange(sentAgain, 0, Parallelism);
        Assert.Equal(await File.ReadAllBytesAsync(Rig.Vhd), await Rig.ReadDiskAsync());
        Assert.Equal((1, 1), (Rig.Started("put"), Rig.Started("endGetAccess")));
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    private async Task KillAsync(int afterReports)
    {
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        var folder = Directory.CreateDirectory(Path.Combine(Rig.WorkFolder, "victim")).FullName;
        var token = await Rig.Server.Credential.GetTokenAsync(new TokenRequestContext(["x"]), Rig.Patience);
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), token.Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "component"), DurableJson.Write(Rig.Component));
        foreach (var argument in new[]
            {
                "exec", typeof(DiskVictim).Assembly.Location, Rig.Server.Endpoint.ToString(), Rig.Server.CertificateFile,
                Path.Combine(folder, "token"), Path.Combine(folder, "component"), Rig.WorkFolder, Rig.Backup,
            })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        for (var line = 0; line < afterReports; line++)
            Assert.NotNull(await process.StandardOutput.ReadLineAsync(Rig.Patience));
        process.Kill();
        await process.WaitForExitAsync(Rig.Patience);
        Assert.Equal(137, process.ExitCode);
    }

    // What was on its way may arrive after the kill: waits until two looks see the same.
    private async Task<int> ArrivedAsync()
    {
        for (var (before, now) = (-1, await CountAsync()); ; (before, now) = (now, await CountAsync()))
        {
            Rig.Patience.ThrowIfCancellationRequested();
            if (before == now)
                return now;
        }
    }

    private async Task<int> CountAsync()
    {
        var bytes = 0L;
        await foreach (var item in Rig.Server.DiskBlob(Rig.Disk).GetAllPageRangesAsync(cancellationToken: Rig.Patience))
            bytes += item.Range.Length ?? 0;
        return (int)(bytes / SampleVhd.PageBytes);
    }
}
