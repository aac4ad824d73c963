using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Parsing;

/// <summary>Reads rule files and everything that they include, and collects every problem in all of them.</summary>
internal sealed class SecLangParser
{
    // Include cannot be used to fill the memory: no rule set comes near either of these.
    private const int MaximumDepth = 32;
    private const int MaximumFiles = 4096;

    private readonly ProblemList _problems;
    private readonly List<Directive> _directives = [];
    private readonly List<string> _open = [];
    private int _files;
    private long _length;
    private bool _isFull;

    private SecLangParser(ProblemList problems) => _problems = problems;

    /// <exception cref="RuleException">Every problem of the file and what it includes.</exception>
    public static RuleDocument ParseFile(string path) => ParseFiles([path]);

    /// <summary>Reads files one after the other, as if one file included them all.</summary>
    /// <exception cref="RuleException">Every problem of all of them.</exception>
    public static RuleDocument ParseFiles(IEnumerable<string> paths)
    {
        var problems = new ProblemList();
        var document = ReadFiles(paths, problems);
        problems.ThrowIfAny();
        return document;
    }

    /// <summary>Reads rules that stand in no file.</summary>
    /// <param name="name">What messages call the text. If it is a path, what the text includes is found beside it.</param>
    /// <param name="text">The rules.</param>
    /// <exception cref="RuleException">Every problem of the text and what it includes.</exception>
    public static RuleDocument ParseText(string name, string text)
    {
        var problems = new ProblemList();
        var document = ReadText(name, text, problems);
        problems.ThrowIfAny();
        return document;
    }

    /// <summary>Reads files; where a directive has a problem, the document holds <see cref="Unreadable"/>.</summary>
    public static RuleDocument ReadFiles(IEnumerable<string> paths, ProblemList problems)
    {
        var parser = new SecLangParser(problems);
        foreach (var path in paths)
            parser.ReadFile(new SourceLocation(path, 1), path);

        return new RuleDocument(parser._directives);
    }

    /// <inheritdoc cref="ReadFiles"/>
    public static RuleDocument ReadText(string name, string text, ProblemList problems)
    {
        var parser = new SecLangParser(problems);
        parser.Read(name, text);
        return new RuleDocument(parser._directives);
    }

    private void ReadFile(SourceLocation location, string path)
    {
        if (_files >= MaximumFiles || _length > RuleFile.MaximumLength)
        {
            if (!_isFull)
                _problems.Add(location, $"more than {MaximumFiles} files or {RuleFile.MaximumLength} characters are included");

            _isFull = true;
            return;
        }

        var text = "";
        if (!_problems.Try(location, () => text = RuleFile.Read(path)))
            return;

        _files++;
        _length += text.Length;
        Read(path, text);
    }

    private void Read(string name, string text)
    {
        _open.Add(Path.GetFullPath(name));
        var lexer = new DirectiveLexer(name, text, _problems);
        while (lexer.Read() is { } raw)
            Add(raw);

        _open.RemoveAt(_open.Count - 1);
    }

    private void Add(RawDirective raw)
    {
        if (!_problems.Try(raw.Location, () => Parse(raw)))
            _directives.Add(new Unreadable(raw.Location));
    }

    private void Parse(RawDirective raw)
    {
        if (!DirectiveTable.TryFind(raw.Name, out var row))
            throw new RuleException($"unknown directive '{raw.Name}'");

        if (row.Form != DirectiveForm.Refused && (raw.Arguments.Count < row.Minimum || raw.Arguments.Count > row.Maximum))
            throw new RuleException($"{row.Name} has {raw.Arguments.Count} arguments; it wants {Wanted(row)}");

        if (row.Form == DirectiveForm.Include)
            Include(raw.Location, raw.Arguments[0], isOptional: row.Name == "IncludeOptional");
        else
            AddParsed(row, raw);
    }

    private void AddParsed(DirectiveRow row, RawDirective raw)
    {
        try
        {
            if (DirectiveParser.Parse(row, raw) is { } directive)
                _directives.Add(directive);
        }
        catch (RuleException e) when (e.Problems.Count == 0)
        {
            throw new RuleException($"{row.Name}: {e.Message}", e);
        }
    }

    private void Include(SourceLocation location, string pattern, bool isOptional)
    {
        var files = IncludePattern.Find(Path.GetDirectoryName(location.File) ?? "", pattern);
        if (files.Count == 0 && !isOptional)
            throw new RuleException($"Include: there is no file '{pattern}'");

        if (_open.Count >= MaximumDepth)
            throw new RuleException($"Include: files include each other more than {MaximumDepth} deep");

        foreach (var file in files)
        {
            if (_open.Contains(Path.GetFullPath(file), StringComparer.Ordinal))
                _problems.Add(location, $"Include: '{file}' includes itself");
            else
                ReadFile(location, file);
        }
    }

    private static string Wanted(DirectiveRow row) =>
        row.Maximum == int.MaxValue ? $"{row.Minimum} or more" : row.Minimum == row.Maximum ? $"{row.Minimum}" : $"{row.Minimum} to {row.Maximum}";
}
