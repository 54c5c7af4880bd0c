namespace Orchestrator.Adapters.Local.Commands;

/// <summary>A program that plans may run, as the server's own settings allow it.</summary>
public sealed class AllowedCommand
{
    /// <summary>The absolute path of the program. This very file is run, whatever path a plan gives.</summary>
    public string Path { get; set; } = "";

    /// <summary>Arguments that always come first.</summary>
    /// <value>None by default.</value>
    public IList<string> Arguments { get; } = [];

    /// <summary>Whether plans may add arguments of their own.</summary>
    /// <value><see langword="true"/> by default. Think twice before allowing an interpreter without fixed arguments.</value>
    public bool AllowArguments { get; set; } = true;

    /// <summary>The absolute path of the folder it runs in; a plan may choose a folder beneath it.</summary>
    /// <value><see langword="null"/> by default: the folder of the program, and plans may not choose.</value>
    public string? WorkingDirectory { get; set; }

    /// <summary>The environment variables that plans may set for it: names, with <c>*</c> and <c>?</c> as wildcards.</summary>
    /// <value>None by default. Variables that change which code is loaded (<c>PATH</c>, <c>LD_PRELOAD</c> …) are refused whatever stands here.</value>
    public IList<string> AllowedEnvironment { get; } = [];

    /// <summary>The variables of the server's own environment that it gets: names, with <c>*</c> and <c>?</c> as wildcards.</summary>
    /// <value>None by default beyond <c>PATH</c>, <c>HOME</c>, <c>USER</c>, <c>LANG</c>, <c>TZ</c>, <c>TMPDIR</c> and <c>DOTNET_ROOT</c>.</value>
    public IList<string> InheritedEnvironment { get; } = [];
}
