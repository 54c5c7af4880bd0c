using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans.Reading;
using Orchestrator.Core.Plans.Shapes;
using Orchestrator.Core.Plans.Validation;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans;

/// <summary>Reads plan files and says everything that is the matter with them at once.</summary>
/// <remarks>
/// A file is UTF-8, at most 1 MiB, one document, nested at most 64 levels deep, without anchors, aliases and tags, so
/// that no file can exhaust the reader. Unknown keys are problems. No problem repeats a secret.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed class PlanReader
{
    private readonly ObjectShape _shape;

    /// <summary>Makes a reader.</summary>
    /// <param name="catalog">The adapters that plans can use.</param>
    /// <exception cref="InvalidOperationException">A settings type of an adapter cannot be used: a mistake of that adapter.</exception>
    public PlanReader(AdapterCatalog catalog) => _shape = new ShapeFactory(catalog).OfPlan();

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="fileName">Its name, for messages and to tell the format.</param>
    /// <param name="format">The format; told from the name (<c>.json</c>) or the first character (<c>{</c>) when <see langword="null"/>.</param>
    /// <returns>The plan, or every problem.</returns>
    public PlanResult Read(ReadOnlyMemory<byte> bytes, string fileName, PlanFormat? format = null) =>
        Read(fileName, format, () => PlanText.Decode(bytes.Span));

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">Its name, for messages and to tell the format.</param>
    /// <param name="format">The format; told from the name (<c>.json</c>) or the first character (<c>{</c>) when <see langword="null"/>.</param>
    /// <returns>The plan, or every problem.</returns>
    public PlanResult Read(string text, string fileName, PlanFormat? format = null) =>
        Read(fileName, format, () => PlanText.Check(text));

    private PlanResult Read(string fileName, PlanFormat? format, Func<string> decode)
    {
        var problems = new PlanProblemList(fileName);
        MigrationPlan? plan = null;
        try
        {
            var text = decode();
            plan = Validate(Parse(text, format ?? FormatOf(fileName, text)), problems);
        }
        catch (PlanSyntaxException error)
        {
            problems.Add(error);
        }

        return new PlanResult(fileName, problems.IsEmpty ? plan : null, problems.ToList());
    }

    private MigrationPlan? Validate(PlanNode root, PlanProblemList problems)
    {
        var json = new PlanBinder(problems).Bind(root, _shape, "");
        var plan = problems.IsEmpty ? json.Deserialize<MigrationPlan>(DurableJson.Options) : null;
        ReferenceRules.Check(root, problems);
        ConsistencyRules.Check(root, plan, problems);
        SecretRules.Check(root, "", problems);
        return plan;
    }

    private static PlanNode Parse(string text, PlanFormat format)
    {
        var root = format == PlanFormat.Json ? JsonPlanParser.Parse(text) : YamlPlanParser.Parse(text);
        return root switch
        {
            null or { Kind: PlanNodeKind.Null } => throw new PlanSyntaxException(1, 1, "The file is empty.", "Begin with 'version: 1' and 'name: WORKLOAD'."),
            { Kind: PlanNodeKind.Object } => root,
            { Kind: PlanNodeKind.List } => throw new PlanSyntaxException(root.Line, root.Column, "The file holds a list, and must hold the keys of one plan.", "Write one workload per file."),
            _ => throw new PlanSyntaxException(root.Line, root.Column, "The file holds a single value, and must hold the keys of a plan.", "Begin with 'version: 1' and 'name: WORKLOAD'."),
        };
    }

    private static PlanFormat FormatOf(string fileName, string text) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".json" => PlanFormat.Json,
        ".yaml" or ".yml" => PlanFormat.Yaml,
        _ => text.AsSpan().TrimStart() is ['{', ..] ? PlanFormat.Json : PlanFormat.Yaml,
    };
}
