using System.Globalization;
using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Files;

// Mounts need root or user namespaces; where neither is allowed these tests fail and do not pass by default.
public sealed class ResourceTests : IDisposable
{
    private const int MaxMemoryKib = 200 * 1024;

    private static readonly string InNamespace = Environment.UserName == "root" ? "unshare -m" : "unshare -Urm";

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void RestoreAsync_NoSpaceOnTheTarget_SaysSoAndGoesOnWhenThereIs()
    {
        FillSource();

        var output = InSmallFileSystem(
            """
            victim backUp > /dev/null
            small "$target" 1m
            victim provision
            if victim restore | grep -v '\.\.\.'; then :; fi
            mount -o remount,size=64m "$target"
            victim restore > /dev/null
            victim validate > /dev/null && echo equal
            victim removeTarget
            echo "left: $(ls -A "$target")"
            """);

        Assert.Contains("error transient=False", output, StringComparison.Ordinal);
        Assert.Contains("no space", output, StringComparison.Ordinal);
        Assert.Contains("target/", output, StringComparison.Ordinal);
        Assert.Contains("equal", output, StringComparison.Ordinal);
        Assert.Contains("left: \n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void BackUpAsync_NoSpaceInTheFolder_SaysSoAndGoesOnWhenThereIs()
    {
        FillSource();

        var output = InSmallFileSystem(
            """
            small "$backup" 1m
            if victim backUp | grep -v '\.\.\.'; then :; fi
            mount -o remount,size=64m "$backup"
            victim backUp > /dev/null
            victim provision > /dev/null
            victim restore > /dev/null
            victim validate > /dev/null && echo equal
            """);

        Assert.Contains("error transient=False", output, StringComparison.Ordinal);
        Assert.Contains("no space", output, StringComparison.Ordinal);
        Assert.Contains("equal", output, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckReadinessAsync_NoSpaceOnTheTarget_IsBlocking()
    {
        FillSource();

        var output = InSmallFileSystem("small \"$target\" 1m; victim assess");

        Assert.Contains("The copy may need", output, StringComparison.Ordinal);
        Assert.Contains("IsBlocking = True", output, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckReadinessAsync_UnreadableEntries_NamesEach()
    {
        NastyTree.Shell("cd \"$1\"; mkdir closed; touch secret open; chmod 000 closed secret", _bench.Source);
        var output = VictimProcess.Script(_bench,
            """
            if [ "$(id -u)" = 0 ]; then
              chown 1234 "$source/closed" "$source/secret"
              victim() { setpriv --bounding-set=-dac_override,-dac_read_search "$host" exec "$program" "$1" "$source" "$target" "$backup"; }
            fi
            victim assess
            if victim backUp; then exit 1; fi
            """);

        Assert.Contains($"'{_bench.Source}/closed'", output, StringComparison.Ordinal);
        Assert.Contains($"'{_bench.Source}/secret'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("/open'", output, StringComparison.Ordinal);
        Assert.Contains("error transient=False", output, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryStep_ManyFilesAndAHugeOne_StaysWithinItsMemory()
    {
        NastyTree.Shell(
            """
            cd "$1"
            for folder in {1..60}; do mkdir $folder; for file in {1..100}; do echo $file > $folder/$file; done; done
            truncate -s 1G sparse; head -c 100M /dev/urandom > large
            """, _bench.Source);

        var output = VictimProcess.Script(_bench,
            "for step in backUp provision restore validate; do victim $step | grep VmHWM; done");

        var peaks = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(4, peaks.Count);
        Assert.All(peaks, peak => Assert.InRange(peak, 1, MaxMemoryKib));
    }

    private void FillSource() => NastyTree.Shell("cd \"$1\"; for i in 1 2 3 4 5; do head -c 1000000 /dev/urandom > file-$i; done", _bench.Source);

    // The namespace takes its mounts with it, whatever happens.
    private string InSmallFileSystem(string script) => VictimProcess.Script(_bench,
        $$"""
        export source target backup host program
        {{InNamespace}} bash -euc '
        small() { mkdir -p "$1"; mount -t tmpfs -o "size=$2" none "$1"; }
        victim() { "$host" exec "$program" "$1" "$source" "$target" "$backup"; }
        {{script.Replace("'", "'\\''", StringComparison.Ordinal)}}
        '
        """);
}
