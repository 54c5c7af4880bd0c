using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>
/// The part of the template language that is known here: literals, parameters, variables, resourceId,
/// subscriptionResourceId, concat, resourceGroup().location, deployment().location and subscription().subscriptionId.
/// </summary>
internal sealed class TemplateExpression(TemplateScope scope)
{
    private string _text = "";
    private int _at;

    public JsonNode? Evaluate(JsonNode? node) => node switch
    {
        JsonObject parent => new JsonObject(parent.Select(pair => KeyValuePair.Create(pair.Key, Evaluate(pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Evaluate)]),
        JsonValue value when value.TryGetValue<string>(out var text) => EvaluateText(text),
        _ => node?.DeepClone(),
    };

    private JsonNode? EvaluateText(string text)
    {
        if (!text.StartsWith('[') || !text.EndsWith(']'))
            return text;
        if (text.StartsWith("[[", StringComparison.Ordinal))
            return text[1..];
        var inner = new TemplateExpression(scope) { _text = text[1..^1] };
        return inner.Term();
    }

    private JsonNode? Term()
    {
        SkipSpaces();
        if (Peek() == '\'')
            return Literal();
        var name = Word();
        List<JsonNode?> arguments = [];
        Expect('(');
        for (SkipSpaces(); Peek() != ')'; SkipSpaces())
        {
            arguments.Add(Term());
            SkipSpaces();
            if (Peek() == ',')
                _at++;
        }

        Expect(')');
        var member = Peek() == '.' ? Member() : "";
        return scope.Call(name + member, arguments);
    }

    private string Member()
    {
        _at++;
        return "." + Word();
    }

    private JsonNode Literal()
    {
        var end = _text.IndexOf('\'', _at + 1);
        if (end < 0)
            throw Unknown();
        var literal = _text[(_at + 1)..end];
        _at = end + 1;
        return literal;
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && char.IsLetterOrDigit(_text[_at]))
            _at++;
        return _text[start.._at];
    }

    private void Expect(char character)
    {
        if (Peek() != character)
            throw Unknown();
        _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void SkipSpaces()
    {
        while (Peek() == ' ')
            _at++;
    }

    private ArmErrorException Unknown() => ArmErrorException.Bad($"The test server cannot evaluate '[{_text}]'.", "InvalidTemplate");
}
