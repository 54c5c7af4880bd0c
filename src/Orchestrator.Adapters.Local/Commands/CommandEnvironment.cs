using System.Collections;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>The environment of programs: a small clean one, because the server's own holds secrets.</summary>
internal static class CommandEnvironment
{
    private static readonly string[] AlwaysInherited = ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "DOTNET_ROOT"];

    // Each of these makes a loader, shell or runtime run or read other code than the administrator allowed.
    private static readonly string[] Dangerous =
    [
        "PATH", "LD_*", "DYLD_*", "GLIBC_TUNABLES", "GCONV_PATH", "LOCPATH", "NLSPATH", "MALLOC_*", "IFS", "ENV", "BASH_*", "SHELL",
        "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "PYTHON*", "PERL*", "RUBY*", "GEM_*", "NODE_*", "NPM_*", "JAVA_*", "_JAVA_*",
        "JDK_*", "CLASSPATH", "DOTNET_*", "CORECLR_*", "COMPLUS_*", "COR_*", "ASPNETCORE_HOSTINGSTARTUP*", "GIT_*", "SSH_*", "EDITOR",
        "VISUAL", "PAGER", "LESSOPEN", "LESSCLOSE", "HOME", "TMPDIR", "HOSTALIASES", "OPENSSL_*", "PGSYSCONFDIR", "PGSERVICEFILE",
        "ORCHESTRATOR_*",
    ];

    public static bool IsDangerous(string variable) =>
        variable.Length == 0 || variable.Contains('=') || variable.Contains('\0') || Pattern.MatchesAny(Dangerous, variable, ignoreCase: true);

    public static Dictionary<string, string> Inherited(AllowedCommand allowed) => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(entry => ((string)entry.Key, (string?)entry.Value ?? ""))
        .Where(pair => AlwaysInherited.Contains(pair.Item1) || IsInherited(allowed, pair.Item1))
        .ToDictionary(StringComparer.Ordinal);

    private static bool IsInherited(AllowedCommand allowed, string name) =>
        !name.StartsWith("ORCHESTRATOR_", StringComparison.Ordinal) && Pattern.MatchesAny(allowed.InheritedEnvironment, name);
}
