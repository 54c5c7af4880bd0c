using System.Runtime.CompilerServices;

namespace Orchestrator.Core.Tests.Plans;

/// <summary>The plans in <c>samples/plans</c>.</summary>
internal static class Samples
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", "..", "samples", "plans"));

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal);

    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
