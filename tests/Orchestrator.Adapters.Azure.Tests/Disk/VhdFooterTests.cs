using Orchestrator.Adapters.Azure.Disk;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

public sealed class VhdFooterTests : IDisposable
{
    private const long Size = 24L << 20;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"footer-{Guid.NewGuid():N}.vhd");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Open_FixedVhd_TellsTheDisksLength()
    {
        SampleVhd.Create(_path, Size, [1]);
        using var vhd = VhdFile.Open(_path);
        Assert.Equal((Size, Size + 512), (vhd.DiskBytes, vhd.FileBytes));
    }

    [Theory]
    [InlineData(Size + 512, "no whole number of MiB")]
    [InlineData(Size + 1, "no whole number of MiB")]
    [InlineData(19L << 20, "not between 20 MiB and 32 TiB")]
    [InlineData((32L << 40) + (1 << 20), "not between 20 MiB and 32 TiB")]
    public void Read_OddSize_IsRefused(long diskBytes, string problem) => Refused(SampleVhd.Footer(diskBytes), diskBytes + 512, problem);

    [Theory]
    [InlineData(3u)]
    [InlineData(4u)]
    public void Read_NotFixed_IsRefusedWithTheCommandThatConverts(uint type)
    {
        var error = Refused(SampleVhd.Footer(Size, type), Size + 512, "dynamic or differencing");
        Assert.Contains("qemu-img convert", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutOff_IsRefused() => Refused(SampleVhd.Footer(Size), Size, "it holds");

    [Fact]
    public void Read_Damaged_IsRefused()
    {
        var footer = SampleVhd.Footer(Size);
        footer[30] ^= 1;
        Refused(footer, Size + 512, "checksum");
    }

    [Fact]
    public void Read_AnotherFormat_IsRefused() => Refused(new byte[512], Size + 512, "footer of a VHD");

    [Fact]
    public void Open_Missing_SaysSo()
    {
        var error = Assert.Throws<AdapterException>(() => VhdFile.Open(_path));
        Assert.Contains("cannot be read", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void DataPages_Holes_AreNotAmongThem()
    {
        SampleVhd.Create(_path, 4L << 30, [0, 5, 1023]);
        using var vhd = VhdFile.Open(_path);
        Assert.Equal([0L, 5, 1023], vhd.DataPages());
    }

    private AdapterException Refused(byte[] footer, long fileBytes, string problem)
    {
        var error = Assert.Throws<AdapterException>(() => VhdFooter.ReadDiskBytes(footer, fileBytes, _path));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        return error;
    }
}
