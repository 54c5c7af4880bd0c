using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Core.Plans.Reading;

/// <summary>Parses YAML. Works on parser events, so no tag can create an object and no alias can multiply a value.</summary>
internal sealed partial class YamlPlanParser
{
    private readonly string _text;
    private readonly Scanner _scanner;
    private readonly Parser _events;

    private YamlPlanParser(string text)
    {
        _text = text;
        _scanner = new Scanner(new StringReader(text), skipComments: true);
        _events = new Parser(_scanner);
    }

    /// <summary>Parses a document.</summary>
    /// <param name="text">The document.</param>
    /// <returns>Its root; <see langword="null"/> when there is none.</returns>
    /// <exception cref="PlanSyntaxException">It is not YAML, or uses what plans do not allow.</exception>
    public static PlanNode? Parse(string text)
    {
        var parser = new YamlPlanParser(text);
        try
        {
            return parser.ParseStream();
        }
        catch (YamlException error)
        {
            throw parser.Explain(error.Start, Reason(error), error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner answers some damaged texts with such errors, without a place (seen with YamlDotNet 16.3.0).
            throw parser.Explain(parser._scanner.CurrentPosition, "the text breaks off or is garbled", error);
        }
    }

    private PlanNode? ParseStream()
    {
        PlanNode? root = null;
        for (var first = true; _events.MoveNext();)
        {
            switch (_events.Current)
            {
                case DocumentStart when first:
                    first = false;
                    root = ParseNode(Next(), depth: 1);
                    break;
                case DocumentStart second:
                    throw Refuse(second, "The file holds more than one document.", "Write one workload per file and remove the '---'.");
            }
        }

        return root;
    }

    private PlanNode ParseNode(ParsingEvent item, int depth)
    {
        RefuseForbidden(item, depth);
        return item switch
        {
            Scalar scalar => ToScalar(scalar),
            SequenceStart => ParseList(item, depth),
            MappingStart => ParseObject(item, depth),
            _ => throw Refuse(item, "A value is missing here.", null),
        };
    }

    private PlanNode ParseList(ParsingEvent start, int depth)
    {
        var node = At(start, PlanNodeKind.List);
        for (var item = Next(); item is not SequenceEnd; item = Next())
        {
            node.Items.Add(ParseNode(item, depth + 1));
        }

        return node;
    }

    private PlanNode ParseObject(ParsingEvent start, int depth)
    {
        var node = At(start, PlanNodeKind.Object);
        for (var item = Next(); item is not MappingEnd; item = Next())
        {
            var key = ParseKey(item, depth);
            node.Entries.Add(new PlanEntry(key, ParseNode(Next(), depth + 1)));
        }

        return node;
    }

    private static PlanNode ParseKey(ParsingEvent item, int depth)
    {
        RefuseForbidden(item, depth);
        if (item is not Scalar scalar)
        {
            throw Refuse(item, "A key must be a single word.", "A value that begins with '{' or '[' needs quotes.");
        }

        return scalar.Value == "<<" && scalar.Style == ScalarStyle.Plain
            ? throw Refuse(item, "Merge keys ('<<') are not allowed in plans.", "Write the keys out.")
            : At(scalar, PlanNodeKind.Text) with { Text = scalar.Value };
    }

    private static PlanNode ToScalar(Scalar scalar)
    {
        var kind = scalar.Style == ScalarStyle.Plain ? CoreScalars.KindOf(scalar.Value) : PlanNodeKind.Text;
        return At(scalar, kind) with { Text = scalar.Value };
    }

    private static void RefuseForbidden(ParsingEvent item, int depth)
    {
        if (depth > PlanLimits.Depth)
        {
            throw Refuse(item, $"The document is nested deeper than {PlanLimits.Depth} levels.", "A plan needs six.");
        }

        if (item is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refuse(item, "Anchors ('&') and aliases ('*') are not allowed in plans.", "Write the value out; quote a text that begins with '*' or '&'.");
        }

        if (item is NodeEvent { Tag.IsEmpty: false })
        {
            throw Refuse(item, "Tags ('!') are not allowed in plans.", "Remove the tag; quote a text that begins with '!'.");
        }
    }

    private ParsingEvent Next() => _events.MoveNext() && _events.Current is { } item
        ? item
        : throw new PlanSyntaxException(1, 1, "The document ends in the middle.");

    private PlanSyntaxException Explain(Mark place, string reason, Exception error)
    {
        var tab = reason.Contains("tab", StringComparison.Ordinal) ? TabbedIndent().Match(_text) : Match.Empty;
        if (tab.Success)
        {
            var (line, column) = PlanText.PlaceAfter(_text.AsSpan(0, tab.Groups[1].Index));
            return new PlanSyntaxException(line, column, "YAML does not allow tabs for indentation.", "Indent with spaces.", error);
        }

        return new PlanSyntaxException((int)place.Line, (int)place.Column, $"This is not YAML: {reason}.", "Check indentation, quotes and brackets at this place and just before it.", error);
    }

    private static string Reason(YamlException error) => error.Message.Split('\n')[0].Trim().TrimEnd('.').ToLowerInvariant();

    private static PlanNode At(ParsingEvent item, PlanNodeKind kind) => new(kind, (int)item.Start.Line, (int)item.Start.Column);

    private static PlanSyntaxException Refuse(ParsingEvent item, string problem, string? remedy) =>
        new((int)item.Start.Line, (int)item.Start.Column, problem, remedy);

    [GeneratedRegex("^ *(\t)", RegexOptions.Multiline)]
    private static partial Regex TabbedIndent();
}
