using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Orchestrator.Core.Tests.Architecture;

public sealed class SizesTests
{
    private const int MaxFileLines = 300;
    private const int MaxMethodLines = 40;
    private const int MaxParameters = 5;
    private const int MaxFlowLines = 60;
    private const double MaxMedianMethodLines = 7;

    private static readonly IReadOnlyList<SyntaxTree> Sources = Parse("src");

    [Fact]
    public void Files_Everywhere_AreShort() => Assert.Empty(
        Repository.SourceFiles("src", "tests", "samples").Where(path => File.ReadLines(path).Count() > MaxFileLines).Select(Repository.Relative));

    [Fact]
    public void Flows_EachFile_FitsOnAPage() => Assert.InRange(
        File.ReadLines(Path.Combine(Repository.Root, "src/Orchestrator.Core/Migrations/OfflineMigration.cs")).Count(), 1, MaxFlowLines);

    [Fact]
    public void Methods_Everywhere_AreShort() => Assert.Empty(
        Methods(Sources.Concat(Parse("tests", "samples"))).Where(method => Lines(method) > MaxMethodLines).Select(Name));

    [Fact]
    public void Methods_InSources_HaveASmallMedian()
    {
        var lines = Methods(Sources).Select(Lines).Order().ToList();
        Assert.InRange(lines[lines.Count / 2], 1, MaxMedianMethodLines);
    }

    [Fact]
    public void Methods_InSources_HaveFewParameters() => Assert.Empty(
        Methods(Sources).Where(method => method.ParameterList.Parameters.Count > MaxParameters).Select(Name));

    [Fact]
    public void PublicTypes_InSources_HaveAFileEach() => Assert.Empty(
        Sources.Where(tree => Types(tree).Count(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)) > 1).Select(tree => Repository.Relative(tree.FilePath)));

    [Fact]
    public void Classes_InSources_AreSealedStaticOrAbstract() => Assert.Empty(
        Sources.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
            .Where(type => !type.Modifiers.Any(SyntaxKind.SealedKeyword) && !type.Modifiers.Any(SyntaxKind.StaticKeyword)
                && !type.Modifiers.Any(SyntaxKind.AbstractKeyword) && !type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(type => $"{Repository.Relative(type.SyntaxTree.FilePath)}: {type.Identifier}"));

    private static List<SyntaxTree> Parse(params string[] folders) =>
        [.. Repository.SourceFiles(folders).Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path))];

    private static IEnumerable<BaseTypeDeclarationSyntax> Types(SyntaxTree tree) => tree.GetRoot()
        .DescendantNodes(node => node is not BaseTypeDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>();

    private static IEnumerable<BaseMethodDeclarationSyntax> Methods(IEnumerable<SyntaxTree> trees) => trees
        .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        .Where(method => method.Body is not null || method.ExpressionBody is not null);

    // From the signature to the closing brace, without attributes and documentation.
    private static int Lines(BaseMethodDeclarationSyntax method)
    {
        var start = method.Modifiers.Count > 0 ? method.Modifiers[0] : method.ChildTokens().First();
        var lines = method.SyntaxTree.GetLineSpan(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start.SpanStart, method.Span.End));
        return lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1;
    }

    private static string Name(BaseMethodDeclarationSyntax method) =>
        $"{Repository.Relative(method.SyntaxTree.FilePath)}: {(method as MethodDeclarationSyntax)?.Identifier.ToString() ?? "constructor"} ({Lines(method)} lines)";
}
