using System.Collections.Frozen;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Acl.Statements;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Operators.Networks;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Acl.Compilation;

/// <summary>Makes statements ready.</summary>
internal sealed class StatementCompiler(AclProblems problems, WebAclEnvironment environment)
{
    private const int MostDepth = 10;

    private static readonly SourceLocation Nowhere = new("web ACL", 0);

    private readonly FieldCompiler _fields = new(problems);

    /// <summary>A statement; a problem when it is none, or one that cannot stand there.</summary>
    /// <returns>null when there is a problem with it.</returns>
    /// <param name="options">The statement.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="depth">In how many others it stands; 0 for the statement of a rule, which alone may be rate-based.</param>
    public Statement? Compile(StatementOptions options, string path, int depth = 0)
    {
        if (CountOf(options) != 1)
        {
            problems.Add(path, "must hold exactly one statement");
            return null;
        }

        if (depth > MostDepth)
        {
            problems.Add(path, $"lies deeper than {MostDepth} statements");
            return null;
        }

        if (options.ManagedRuleGroup is not null || options.RuleGroup is not null)
        {
            problems.Add(path, "a rule group can only be the statement of a rule of the web ACL itself");
            return null;
        }

        return options.RateBased is { } rate ? CompileRate(rate, $"{path}.rateBased", depth)
            : CompileLogic(options, path, depth) ?? CompileMatch(options, path);
    }

    private static int CountOf(StatementOptions options)
    {
        object?[] all =
        [
            options.And, options.Or, options.Not, options.ByteMatch, options.RegexMatch, options.SizeConstraint, options.SqlInjection, options.CrossSiteScripting,
            options.IpSet, options.GeoMatch, options.LabelMatch, options.RateBased, options.ManagedRuleGroup, options.RuleGroup,
        ];
        return all.Count(statement => statement is not null);
    }

    private Statement? CompileLogic(StatementOptions options, string path, int depth)
    {
        if (options.And is { } and)
            return CompileAll(and, $"{path}.and", depth) is { } all ? new AndStatement(all) : null;

        if (options.Or is { } or)
            return CompileAll(or, $"{path}.or", depth) is { } all ? new OrStatement(all) : null;

        if (options.Not is { } not)
            return Compile(not, $"{path}.not", depth + 1) is { } inner ? new NotStatement(inner) : null;

        return null;
    }

    private Statement[]? CompileAll(IReadOnlyList<StatementOptions> statements, string path, int depth)
    {
        if (statements.Count < 2)
            problems.Add(path, "needs at least two statements");

        var all = statements.Select((statement, i) => Compile(statement, $"{path}[{i}]", depth + 1)).ToList();
        return all.Contains(null) ? null : [.. all.OfType<Statement>()];
    }

    private Statement? CompileMatch(StatementOptions options, string path) => options switch
    {
        { ByteMatch: { } match } => CompileBytes(match, $"{path}.byteMatch"),
        { RegexMatch: { } match } => CompileRegex(match, $"{path}.regexMatch"),
        { SizeConstraint: { } match } => CompileSize(match, $"{path}.sizeConstraint"),
        { SqlInjection: { } match } => CompileInjection(match, "detectSQLi", $"{path}.sqlInjection"),
        { CrossSiteScripting: { } match } => CompileInjection(match, "detectXSS", $"{path}.crossSiteScripting"),
        { IpSet: { } match } => CompileAddresses(match, $"{path}.ipSet"),
        { GeoMatch: { } match } => CompileGeo(match, $"{path}.geoMatch"),
        { LabelMatch: { } match } => CompileLabel(match, $"{path}.labelMatch"),
        _ => null,
    };

    private ByteMatchStatement CompileBytes(ByteMatchOptions options, string path)
    {
        if (options.SearchString.Length == 0 && options.Position != PositionalConstraint.Exactly)
            problems.Add($"{path}.searchString", "is empty: it stands in every value");

        if (options.Position == PositionalConstraint.ContainsWord && !options.SearchString.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            problems.Add($"{path}.searchString", $"'{options.SearchString}' is no word of letters, digits and underscores");

        return new ByteMatchStatement(
            _fields.Field(options.Field, $"{path}.field"),
            _fields.Chain(options.Transformations, $"{path}.transformations"),
            ByteSlice.Of(options.SearchString),
            options.Position);
    }

    private RegexMatchStatement CompileRegex(RegexMatchOptions options, string path)
    {
        if (options.Patterns.Count == 0)
            problems.Add($"{path}.patterns", "holds no pattern");

        var patterns = options.Patterns.Select((pattern, i) => problems.Try($"{path}.patterns[{i}]", () => Pattern.Parse(pattern)));
        return new RegexMatchStatement(
            _fields.Field(options.Field, $"{path}.field"),
            _fields.Chain(options.Transformations, $"{path}.transformations"),
            [.. patterns.OfType<Pattern>()]);
    }

    private SizeStatement CompileSize(SizeConstraintOptions options, string path)
    {
        if (options.Size < 0)
            problems.Add($"{path}.size", $"{options.Size} is less than 0");

        return new SizeStatement(
            _fields.Field(options.Field, $"{path}.field"),
            _fields.Chain(options.Transformations, $"{path}.transformations"),
            options.Comparison,
            options.Size);
    }

    private OperatorStatement CompileInjection(InjectionMatchOptions options, string name, string path) => new(
        _fields.Field(options.Field, $"{path}.field"),
        _fields.Chain(options.Transformations, $"{path}.transformations"),
        name,
        OperatorTable.Create(new OperatorSyntax(name, "", IsNegated: false), Nowhere));

    private IpSetStatement? CompileAddresses(IpSetOptions options, string path)
    {
        if (options.Addresses.Count == 0)
            problems.Add($"{path}.addresses", "holds no address");

        var address = _fields.Address(options.Forwarded, allowsAny: true, $"{path}.forwarded");
        return problems.Try($"{path}.addresses", () => new NetworkSet("ipMatch", options.Addresses)) is { } networks
            ? new IpSetStatement(address, _fields.NoTransformation, networks, options.Addresses.Count)
            : null;
    }

    private GeoStatement? CompileGeo(GeoMatchOptions options, string path)
    {
        if (options.Countries.Count == 0)
            problems.Add($"{path}.countries", "holds no country");

        foreach (var country in options.Countries.Where(country => country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
            problems.Add($"{path}.countries", $"'{country}' is no code of two capital letters (ISO 3166-1)");

        var address = _fields.Address(options.Forwarded, allowsAny: false, $"{path}.forwarded");
        if (environment.CountryOf is { } countryOf)
            return new GeoStatement(address, _fields.NoTransformation, options.Countries.ToFrozenSet(StringComparer.Ordinal), countryOf);

        problems.Add(path, "needs to know the countries of addresses, and no file that does (MaxMind) is configured");
        return null;
    }

    private LabelStatement CompileLabel(LabelMatchOptions options, string path)
    {
        var isNamespace = options.Scope == LabelScope.Namespace;
        if (isNamespace && !options.Key.EndsWith(':'))
            problems.Add($"{path}.key", $"'{options.Key}' is no namespace: it must end with a colon");
        else if (LabelNames.ProblemOf(isNamespace ? options.Key[..^1] : options.Key) is { } problem)
            problems.Add($"{path}.key", problem);

        return new LabelStatement(options.Scope, options.Key);
    }

    private RateBasedStatement? CompileRate(RateBasedOptions options, string path, int depth)
    {
        if (depth > 0)
            problems.Add(path, "cannot stand inside another statement");

        var scopeDown = options.ScopeDown is { } scope ? Compile(scope, $"{path}.scopeDown", depth + 1) : null;
        return new RateCompiler(problems, _fields).Compile(options, scopeDown, environment.Time, path);
    }
}
