using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Trees;

public sealed class TreeNamesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("names-");

    [Theory]
    [InlineData("plain/日本語 🙂", true, true)]
    [InlineData("a:b", true, false)]
    [InlineData("what?", true, false)]
    [InlineData("a|b/c", true, false)]
    [InlineData("con", true, false)]
    [InlineData("x/COM7/y", true, false)]
    [InlineData("com10", true, true)]
    [InlineData("private \uE000", true, false)]
    [InlineData("bad.", false, false)]
    [InlineData(" blank", false, false)]
    [InlineData("back\\slash", false, false)]
    [InlineData("new\nline", false, false)]
    [InlineData("not \uFFFD utf-8", false, false)]
    public void CanHold_Name_IsAsTheStoresSay(string path, bool inContainer, bool inShare)
    {
        Assert.Equal(inContainer, TreeNames.OfContainer("").CanHold(path));
        Assert.Equal(inShare, TreeNames.OfShare("tree").CanHold(path));
    }

    [Fact]
    public void CanHold_Length_CountsTheTargetsFolder()
    {
        var longest = string.Join('/', Enumerable.Repeat(new string('x', 200), 5)); // 1,004 characters

        Assert.True(TreeNames.OfContainer("folder").CanHold(longest));
        Assert.False(TreeNames.OfContainer("a folder with a long name").CanHold(longest));
        Assert.False(TreeNames.OfShare("folder").CanHold($"{longest}/{longest}/{longest}"));
        Assert.True(TreeNames.OfContainer("").CanHold(new string('x', 256)));
        Assert.False(TreeNames.OfShare("tree").CanHold(new string('x', 256)));
        Assert.False(TreeNames.OfShare("").CanHold(string.Join('/', Enumerable.Repeat("x", 251))));
        Assert.False(TreeNames.OfContainer("").CanHold(string.Join('/', Enumerable.Repeat("x", 255))));
    }

    [Theory]
    [InlineData("Readme", "README")]
    [InlineData("a/x", "A/y")]
    [InlineData("one", "ONE/x")]
    public void Walk_NamesThatDifferInCaseAlone_AreRefusedWhereTheyAreTheSame(string first, string second)
    {
        Write(first);
        Write(second);

        Assert.Equal(2, Tree(TreeNames.OfContainer("")).Walk().Count());
        var error = Assert.Throws<AdapterException>(() => Tree(TreeNames.OfShare("tree")).Walk().Count());
        Assert.Contains("case", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Walk_FileIsTooLarge_IsRefusedBeforeAnyDowntime()
    {
        using (var file = File.Create(Path.Combine(_folder.FullName, "large")))
            file.SetLength((4L << 40) + 1);

        Assert.Contains("4,398,046,511,104", Assert.Throws<AdapterException>(() => Tree(TreeNames.OfShare("tree")).Measure()).Message, StringComparison.Ordinal);
        Assert.Equal(1, Tree(TreeNames.OfContainer("")).Measure().ObjectCount);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SourceTree Tree(TreeNames names) => SourceTree.At(_folder.FullName, skipsLinks: false, names, "data 'uploads'");

    private void Write(string path)
    {
        var full = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, path);
    }
}
