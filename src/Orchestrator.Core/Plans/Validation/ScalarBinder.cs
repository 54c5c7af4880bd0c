using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Core.Plans.Reading;
using Orchestrator.Core.Plans.Shapes;

namespace Orchestrator.Core.Plans.Validation;

/// <summary>Checks single values.</summary>
/// <param name="problems">Takes what is wrong.</param>
internal sealed partial class ScalarBinder(PlanProblemList problems)
{
    /// <summary>Checks a value that is not null.</summary>
    /// <param name="node">The value.</param>
    /// <param name="shape">What it must look like.</param>
    /// <param name="path">Its path.</param>
    /// <returns>JSON; <see langword="null"/> when it has problems.</returns>
    public JsonNode? Bind(PlanNode node, Shape shape, string path) => (shape, node.Kind) switch
    {
        (BooleanShape, PlanNodeKind.Boolean) => IsTrue(node),
        (NumberShape { IsInteger: true } wanted, PlanNodeKind.Integer) => BindNumber(node, wanted, path),
        (NumberShape { IsInteger: false } wanted, PlanNodeKind.Integer or PlanNodeKind.Number) => BindNumber(node, wanted, path),
        (TextShape wanted, PlanNodeKind.Text) => BindText(node, wanted, path),
        (ChoiceShape wanted, PlanNodeKind.Text) => BindChoice(node, wanted, path),
        (DurationShape wanted, PlanNodeKind.Text) => BindDuration(node, wanted, path),
        (InstantShape, PlanNodeKind.Text) => BindInstant(node, path),
        _ => WrongKind(node, shape, path),
    };

    /// <summary>Reports a value of another kind than is wanted.</summary>
    /// <param name="node">The value.</param>
    /// <param name="shape">What it must look like.</param>
    /// <param name="path">Its path.</param>
    /// <returns>Nothing.</returns>
    public JsonNode? WrongKind(PlanNode node, Shape shape, string path) =>
        Refuse(node, path, $"This is {Noun(node)}, and must be {shape.Noun}.", RemedyForKind(node, shape, path));

    /// <summary>Turns a value that may be anything into JSON.</summary>
    /// <param name="node">The value.</param>
    /// <param name="path">Its path.</param>
    /// <returns>JSON; <see langword="null"/> for null.</returns>
    public JsonNode? ToJson(PlanNode node, string path) => node.Kind switch
    {
        PlanNodeKind.Boolean => IsTrue(node),
        PlanNodeKind.Integer => BindNumber(node, new NumberShape(true, long.MinValue, long.MaxValue), path),
        PlanNodeKind.Number => BindNumber(node, new NumberShape(false, decimal.MinValue, decimal.MaxValue), path),
        PlanNodeKind.Text => node.Text,
        _ => null,
    };

    private JsonNode? BindNumber(PlanNode node, NumberShape shape, string path)
    {
        if (ReadNumber(node) is not { } number)
        {
            return Refuse(node, path, "This number is too large or is no number.", $"Write {Limits(shape)}.");
        }

        return number < shape.Minimum || number > shape.Maximum
            ? Refuse(node, path, $"This is {PlanProblemList.Quote(node.Text)}, and must be {Limits(shape)}.", null)
            : Canonical(number);
    }

    // 1.50 and 1.5 are one number, and so have one hash.
    private static JsonValue Canonical(decimal number) =>
        number == decimal.Truncate(number) && Math.Abs(number) <= long.MaxValue
            ? JsonValue.Create((long)number)
            : JsonValue.Create(number / 1.0000000000000000000000000000m);

    private static decimal? ReadNumber(PlanNode node)
    {
        var text = node.Text;
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
        {
            return ReadRadix(text);
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static decimal? ReadRadix(string text)
    {
        var digits = text.AsSpan(2);
        if (digits.Length > 21)
        {
            return null;
        }

        var (value, radix) = (BigInteger.Zero, text[1] == 'x' ? 16 : 8);
        foreach (var digit in digits)
        {
            value = value * radix + Convert.ToInt32(digit.ToString(), 16);
        }

        return value <= long.MaxValue ? (decimal)value : null;
    }

    private JsonNode? BindText(PlanNode node, TextShape shape, string path)
    {
        if (node.Text.Length < shape.MinimumLength || node.Text.Length > (shape.MaximumLength ?? int.MaxValue))
        {
            return Refuse(node, path, node.Text.Length == 0 ? "This text is empty." : $"This text has {node.Text.Length} characters.",
                shape.MaximumLength is { } most ? $"Write {shape.MinimumLength} to {most} characters." : $"Write at least {shape.MinimumLength} characters.");
        }

        return shape.Pattern is { } pattern && !Matches(pattern, node.Text)
            ? Refuse(node, path, $"This is {PlanProblemList.Quote(node.Text)}, and {shape.PatternMessage ?? $"must match {pattern}"}.", null)
            : node.Text;
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.Match(text) is { Success: true } match && match.Length == text.Length;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private JsonNode? BindChoice(PlanNode node, ChoiceShape shape, string path) => shape.Names.Contains(node.Text)
        ? node.Text
        : Refuse(node, path, $"This is {PlanProblemList.Quote(node.Text)}, and must be {shape.Noun}.",
            Suggestion.For(node.Text, shape.Names) is { } near ? $"Did you mean '{near}'?" : null);

    private JsonNode? BindDuration(PlanNode node, DurationShape shape, string path)
    {
        if (!Durations.TryRead(node.Text, out var duration))
        {
            var (problem, remedy) = Durations.Explain(node.Text);
            return Refuse(node, path, $"The duration {PlanProblemList.Quote(node.Text)} {problem}.", remedy);
        }

        if (duration < shape.Minimum)
        {
            return Refuse(node, path, $"The duration {PlanProblemList.Quote(node.Text)} is too short.",
                shape.Minimum.Ticks <= 1 ? "It must be more than zero." : $"Write at least {Durations.Write(shape.Minimum)}.");
        }

        return duration > shape.Maximum
            ? Refuse(node, path, $"The duration {PlanProblemList.Quote(node.Text)} is too long.", $"Write at most {Durations.Write(shape.Maximum)}.")
            : Durations.Write(duration);
    }

    private JsonNode? BindInstant(PlanNode node, string path)
    {
        if (Instant().IsMatch(node.Text) && DateTimeOffset.TryParse(node.Text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);
        }

        var hasNoZone = DateTime.TryParseExact(node.Text, "s", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        return Refuse(node, path, hasNoZone ? "This time has no time zone." : $"This is {PlanProblemList.Quote(node.Text)}, and no time between 2000 and 2199.",
            hasNoZone ? "End it with 'Z' for UTC or with an offset such as '+01:00'." : "Write it as 2026-12-05T22:00:00Z or with an offset such as +01:00.");
    }

    private JsonNode? Refuse(PlanNode node, string path, string message, string? remedy)
    {
        problems.Add(node, path, message, remedy);
        return null;
    }

    private static bool IsTrue(PlanNode node) => node.Text[0] is 't' or 'T';

    private static string Limits(NumberShape shape) => shape.Minimum == shape.Maximum
        ? shape.Minimum.ToString(CultureInfo.InvariantCulture)
        : $"{shape.Noun} from {shape.Minimum.ToString(CultureInfo.InvariantCulture)} to {shape.Maximum.ToString(CultureInfo.InvariantCulture)}";

    private static string Noun(PlanNode node) => node.Kind switch
    {
        PlanNodeKind.Null => "empty",
        PlanNodeKind.Boolean => "true or false",
        PlanNodeKind.Integer or PlanNodeKind.Number => "a number",
        PlanNodeKind.Text => "a text",
        PlanNodeKind.List => "a list",
        _ => "an object",
    };

    private static string? RemedyForKind(PlanNode node, Shape shape, string path) => (shape, node.Kind) switch
    {
        (TextShape or ChoiceShape, PlanNodeKind.Integer or PlanNodeKind.Number or PlanNodeKind.Boolean) => "Put it in quotes.",
        (DurationShape, PlanNodeKind.Integer) => $"Write PT{PlanProblemList.Quote(node.Text).Trim('\'')}S if seconds are meant.",
        (NumberShape { IsInteger: true }, PlanNodeKind.Text) when path.EndsWith("Bytes", StringComparison.Ordinal) => Sizes.Remedy(node.Text),
        (NumberShape or BooleanShape, PlanNodeKind.Text) => "Remove the quotes, or correct it.",
        (ListShape, PlanNodeKind.Text or PlanNodeKind.Object) => "Begin each item with '- ', or write it in [ ].",
        _ => null,
    };

    [GeneratedRegex(@"^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,7})?(?:Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Instant();
}
