using System.Text;
using System.Text.Json;

namespace Orchestrator.Core.Plans.Reading;

/// <summary>Parses JSON with the place of every value.</summary>
internal ref struct JsonPlanParser
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = PlanLimits.Depth };
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _placed;
    private int _line = 1;
    private int _column = 1;

    private JsonPlanParser(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _reader = new Utf8JsonReader(bytes, Strict);
    }

    /// <summary>Parses a document.</summary>
    /// <param name="text">The document.</param>
    /// <returns>Its root; <see langword="null"/> when there is none.</returns>
    /// <exception cref="PlanSyntaxException">It is not JSON or nested too deep.</exception>
    public static PlanNode? Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return new JsonPlanParser(Encoding.UTF8.GetBytes(text)).ParseDocument();
        }
        catch (JsonException error)
        {
            throw Explain(text, error);
        }
        catch (InvalidOperationException error)
        {
            // The reader's answer to an escape such as \ud800 that is half of a character.
            throw new PlanSyntaxException(1, 1, "This is not JSON: a text holds half of a character.", "Look for \\ud… escapes.", error);
        }
    }

    private PlanNode ParseDocument()
    {
        _reader.Read();
        var root = ParseValue();
        _reader.Read();
        return root;
    }

    private PlanNode ParseValue()
    {
        var node = Here(KindOf(_reader.TokenType));
        return node.Kind switch
        {
            PlanNodeKind.Object => ParseObject(node),
            PlanNodeKind.List => ParseList(node),
            PlanNodeKind.Text => node with { Text = _reader.GetString()! },
            _ => node with { Text = Encoding.UTF8.GetString(_reader.ValueSpan) },
        };
    }

    private PlanNode ParseObject(PlanNode node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var key = Here(PlanNodeKind.Text) with { Text = _reader.GetString()! };
            _reader.Read();
            node.Entries.Add(new PlanEntry(key, ParseValue()));
        }

        return node;
    }

    private PlanNode ParseList(PlanNode node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            node.Items.Add(ParseValue());
        }

        return node;
    }

    private readonly PlanNodeKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => PlanNodeKind.Object,
        JsonTokenType.StartArray => PlanNodeKind.List,
        JsonTokenType.String => PlanNodeKind.Text,
        JsonTokenType.True or JsonTokenType.False => PlanNodeKind.Boolean,
        JsonTokenType.Number => _reader.ValueSpan.IndexOfAny("."u8[0], "e"u8[0], "E"u8[0]) < 0 ? PlanNodeKind.Integer : PlanNodeKind.Number,
        _ => PlanNodeKind.Null,
    };

    // Counts on from the place before, so that a file is walked once and not once per value.
    private PlanNode Here(PlanNodeKind kind)
    {
        var start = (int)_reader.TokenStartIndex;
        var passed = Encoding.UTF8.GetString(_bytes[_placed..start]);
        var (lines, column) = PlanText.PlaceAfter(passed);
        (_line, _column) = lines == 1 ? (_line, _column + passed.Length) : (_line + lines - 1, column);
        _placed = start;
        return new PlanNode(kind, _line, _column);
    }

    private static PlanSyntaxException Explain(string text, JsonException error)
    {
        var line = (int)(error.LineNumber ?? 0);
        var bytes = Encoding.UTF8.GetBytes(text.Split('\n')[line]);
        var column = Encoding.UTF8.GetCharCount(bytes.AsSpan(0, Math.Min(bytes.Length, (int)(error.BytePositionInLine ?? 0))));
        return error.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? new PlanSyntaxException(line + 1, column + 1, $"The document is nested deeper than {PlanLimits.Depth} levels.", "A plan needs six.", error)
            : new PlanSyntaxException(line + 1, column + 1, "This is not JSON.",
                "Check quotes, commas and brackets at this place and just before it; comments and trailing commas are not allowed.", error);
    }
}
