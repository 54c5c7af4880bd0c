using System.Text.RegularExpressions;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>What a value of a plan must look like. Validation and the JSON Schema both come from shapes, so they cannot disagree.</summary>
internal abstract record Shape
{
    /// <summary>How a person would name such a value, for example "a whole number".</summary>
    public abstract string Noun { get; }
}

/// <summary>Anything that JSON can express.</summary>
internal sealed record AnyShape : Shape
{
    public override string Noun => "any value";
}

/// <summary>True or false.</summary>
internal sealed record BooleanShape : Shape
{
    public override string Noun => "true or false";
}

/// <summary>A number.</summary>
internal sealed record NumberShape(bool IsInteger, decimal Minimum, decimal Maximum) : Shape
{
    public override string Noun => IsInteger ? "a whole number" : "a number";
}

/// <summary>A text.</summary>
internal sealed record TextShape : Shape
{
    public Regex? Pattern { get; init; }

    public string? PatternMessage { get; init; }

    public int MinimumLength { get; init; }

    public int? MaximumLength { get; init; }

    public override string Noun => "a text";
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceShape(IReadOnlyList<string> Names) : Shape
{
    public override string Noun => "one of " + string.Join(", ", Names);
}

/// <summary>An ISO 8601 duration.</summary>
internal sealed record DurationShape(TimeSpan Minimum, TimeSpan Maximum) : Shape
{
    public override string Noun => "a duration such as PT30S, PT4H or P14D";
}

/// <summary>A point in time.</summary>
internal sealed record InstantShape : Shape
{
    public override string Noun => "a time such as 2026-12-05T22:00:00Z";
}

/// <summary>A list.</summary>
internal sealed record ListShape(Shape Item, int MinimumCount, int? MaximumCount) : Shape
{
    public override string Noun => "a list";
}

/// <summary>An object with free keys, or with some of a few.</summary>
internal sealed record MapShape(Shape Value, IReadOnlyList<string>? Keys) : Shape
{
    public override string Noun => "keys with values";
}
