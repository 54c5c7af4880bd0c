using System.Runtime.CompilerServices;

namespace Orchestrator.Core.Tests.Migrations.Approved;

/// <summary>
/// Compares with a checked-in text. After a wanted change run the tests with ORCHESTRATOR_APPROVE=1 and read the
/// difference before you commit it.
/// </summary>
internal static class Approve
{
    public static void Text(string name, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Approved", $"{name}.approved.txt");
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_APPROVE") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"Nothing is approved under {path}.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
