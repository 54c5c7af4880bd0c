using System.Diagnostics;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Prepares programs to run.</summary>
internal static class ProcessStartInfoExtensions
{
    /// <summary>Gives a program exactly this environment.</summary>
    public static void SetEnvironment(this ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
    }
}
