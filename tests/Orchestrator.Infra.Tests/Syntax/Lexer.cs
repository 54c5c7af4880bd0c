using System.Text;

namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>Cuts a Bicep text into tokens; comments and directives are left out.</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] Symbols =
    [
        "...", "=>", "==", "!=", "=~", "!~", "<=", ">=", "&&", "||", "??", "::", ".?", "[?",
        "{", "}", "[", "]", "(", ")", ".", ",", ":", "?", "!", "<", ">", "=", "+", "-", "*", "/", "%", "@",
    ];

    private int _at;
    private int _line = 1;
    private bool _isApart;

    public static IReadOnlyList<Token> Read(string text)
    {
        var lexer = new Lexer(text);
        var tokens = lexer.ReadUntil("");
        return [.. tokens, new(TokenKind.End, "", lexer._line)];
    }

    // Until the text ends, or the brace that closes an interpolation.
    private List<Token> ReadUntil(string end)
    {
        var tokens = new List<Token>();
        var braces = 0;
        while (SkipBlanks() && !(end.Length > 0 && braces == 0 && Starts(end)))
        {
            var token = Next() with { IsApart = _isApart };
            braces += token.Is("{") ? 1 : token.Is("}") ? -1 : 0;
            tokens.Add(token);
        }

        if (end.Length > 0 && _at >= text.Length)
            throw Error("an interpolation that does not end");
        return tokens;
    }

    private Token Next()
    {
        var line = _line;
        if (text[_at] == '\n')
        {
            _at++;
            return new(TokenKind.NewLine, "\n", _line++);
        }

        if (Starts("'''"))
            return new(TokenKind.String, ReadLines(), line, []);
        if (text[_at] == '\'')
            return ReadString();
        if (char.IsAsciiDigit(text[_at]))
            return new(TokenKind.Number, Take(char.IsAsciiDigit), line);
        if (char.IsAsciiLetter(text[_at]) || text[_at] == '_')
            return new(TokenKind.Identifier, Take(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'), line);
        var symbol = Array.Find(Symbols, Starts) ?? throw Error($"the character '{text[_at]}'");
        _at += symbol.Length;
        return new(TokenKind.Symbol, symbol, line);
    }

    private Token ReadString()
    {
        var line = _line;
        var value = new StringBuilder();
        var parts = new List<IReadOnlyList<Token>>();
        for (_at++; !Starts("'");)
        {
            if (_at >= text.Length || text[_at] == '\n')
                throw Error("a string that does not end on its line");
            if (Starts("${"))
            {
                _at += 2;
                parts.Add([.. ReadUntil("}"), new(TokenKind.End, "", _line)]);
                _at++;
                value.Append('{').Append(parts.Count - 1).Append('}');
            }
            else
            {
                value.Append(text[_at] == '\\' ? ReadEscape() : text[_at++]);
            }
        }

        _at++;
        return new(TokenKind.String, value.ToString(), line, parts);
    }

    private char ReadEscape()
    {
        var letter = _at + 1 < text.Length ? text[_at + 1] : '\n';
        if (!"\\'nrt$".Contains(letter))
            throw Error($"the escape '\\{letter}'");
        _at += 2;
        return letter switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => letter };
    }

    private string ReadLines()
    {
        var end = text.IndexOf("'''", _at + 3, StringComparison.Ordinal);
        if (end < 0)
            throw Error("a text of several lines that does not end");
        while (end + 3 < text.Length && text[end + 3] == '\'')
            end++;
        var value = text[(_at + 3)..end];
        _line += value.Count(letter => letter == '\n');
        _at = end + 3;
        return value;
    }

    private bool SkipBlanks()
    {
        var from = _at;
        while (_at < text.Length && (text[_at] is ' ' or '\t' or '\r' || Starts("//") || Starts("#") || Starts("/*")))
        {
            if (Starts("/*"))
                SkipComment();
            else if (text[_at] is '/' or '#')
                Take(letter => letter != '\n');
            else
                _at++;
        }

        _isApart = _at > from;
        return _at < text.Length;
    }

    private void SkipComment()
    {
        var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw Error("a comment that does not end");
        _line += text[_at..end].Count(letter => letter == '\n');
        _at = end + 2;
    }

    private string Take(Func<char, bool> belongs)
    {
        var from = _at;
        while (_at < text.Length && belongs(text[_at]))
            _at++;
        return text[from.._at];
    }

    private bool Starts(string with) => string.CompareOrdinal(text, _at, with, 0, with.Length) == 0;

    private BicepSyntaxException Error(string problem) => new(_line, problem);
}
