namespace Orchestrator.Core.Plans;

/// <summary>Something in a plan that must be put right before it can be used. Never holds a secret.</summary>
/// <param name="File">The file as its reader named it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 characters, from 1.</param>
/// <param name="Path">The path into the document, for example <c>data[1].source.connection</c>; empty for the document as a whole.</param>
/// <param name="Message">What is the matter, as a sentence.</param>
public sealed record PlanProblem(string File, int Line, int Column, string Path, string Message)
{
    /// <summary>What puts it right, as a sentence.</summary>
    /// <value><see langword="null"/> when the message says it all.</value>
    public string? Remedy { get; init; }

    /// <summary>One line as compilers write it, which editors turn into a link.</summary>
    /// <returns>For example <c>plan.yaml:3:5: data[0].kind: 'sqlite' is not known. Use one of: files, postgresql.</c></returns>
    public override string ToString()
    {
        var text = Path.Length == 0 ? Message : $"{Path}: {Message}";
        return $"{File}:{Line}:{Column}: {text}{(Remedy is null ? "" : " " + Remedy)}";
    }
}
