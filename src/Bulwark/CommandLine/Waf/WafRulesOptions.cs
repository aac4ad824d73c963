using System.CommandLine;
using Bulwark.Core;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Waf;

namespace Bulwark.CommandLine.Waf;

/// <summary>The options that name rules which stand by themselves: <c>--rules</c>, <c>--setup</c>, <c>--paranoia</c>.</summary>
internal sealed class WafRulesOptions
{
    private readonly Option<string?> _rules = new("--rules") { Description = "Folder of rules; its *.conf files are loaded in the order of their names", HelpName = "DIR" };
    private readonly Option<string?> _setup = new("--setup") { Description = "File that is loaded before the rules, crs-setup.conf for instance", HelpName = "FILE" };
    private readonly Option<int?> _paranoia = new("--paranoia") { Description = "Paranoia level of the OWASP Core Rule Set, 1 to 4 [default: what the setup file says]", HelpName = "N" };

    private WafRulesOptions()
    {
    }

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="otherwise">Which rules count without <c>--rules</c>, for the help; null where it must be given.</param>
    public static WafRulesOptions AddTo(Command verb, string? otherwise = null)
    {
        var options = new WafRulesOptions();
        options._rules.Required = otherwise is null;
        if (otherwise is not null)
            options._rules.Description += $" [default: {otherwise}]";

        options._paranoia.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 4)
                result.AddError("--paranoia takes a level from 1 to 4.");
        });
        verb.Options.Add(options._rules);
        verb.Options.Add(options._setup);
        verb.Options.Add(options._paranoia);
        return options;
    }

    /// <summary>The rules; null when no folder is named.</summary>
    /// <exception cref="OperatorException">They do not load, or there are options for rules and no rules.</exception>
    public WafEngine? LoadGiven(ParseResult parse, bool blocks)
    {
        if (parse.GetValue(_rules) is not null)
            return Load(Sources(parse, blocks));

        return parse.GetValue(_setup) is null && parse.GetValue(_paranoia) is null
            ? null
            : throw new OperatorException("--setup and --paranoia go with --rules.");
    }

    public ServedRuleSources Sources(ParseResult parse, bool blocks) => new()
    {
        Folder = parse.GetRequiredValue(_rules)!,
        SetupFile = parse.GetValue(_setup),
        ParanoiaLevel = parse.GetValue(_paranoia),
        Blocks = blocks,
    };

    /// <exception cref="OperatorException">They do not load; the message tells every problem.</exception>
    public static WafEngine Load(ServedRuleSources sources)
    {
        try
        {
            return WafEngine.Load(sources.ToSources());
        }
        catch (RuleException e)
        {
            throw new OperatorException($"The rules cannot be loaded:\n{e.Message}", e);
        }
    }
}
