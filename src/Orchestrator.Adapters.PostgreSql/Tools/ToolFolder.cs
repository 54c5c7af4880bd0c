namespace Orchestrator.Adapters.PostgreSql.Tools;

/// <summary>Where one version of PostgreSQL's client programs is.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Major">The major version of its <c>pg_dump</c>.</param>
internal sealed record ToolFolder(string Path, int Major)
{
    /// <summary>The path of a program in it.</summary>
    public string Program(string name) => System.IO.Path.Combine(Path, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
}
