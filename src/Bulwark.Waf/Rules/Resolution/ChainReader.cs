using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Resolution;

/// <summary>Puts rules and what they are chained with together, in the order of the files, with markers between them.</summary>
internal sealed class ChainReader(ProblemList problems)
{
    private readonly List<RuleDraft> _drafts = [];
    private readonly List<LinkDraft> _links = [];
    private bool _skipsLinks;

    public IReadOnlyList<RuleDraft> Read(IEnumerable<Directive> directives)
    {
        foreach (var directive in directives)
            Add(directive);

        BreakChain();
        return _drafts;
    }

    private void Add(Directive directive)
    {
        if (LinkDraft.Of(directive) is { } link)
        {
            Add(link);
            return;
        }

        if (directive is Unreadable)
        {
            // What was chained with it cannot be judged.
            _links.Clear();
            _skipsLinks = true;
            return;
        }

        BreakChain();
        _skipsLinks = false;
        if (directive is SecMarker marker)
            _drafts.Add(new RuleDraft([], marker.Name));
    }

    private void Add(LinkDraft link)
    {
        if (_skipsLinks && !link.Has("id"))
            return;

        _skipsLinks = false;
        _links.Add(link);
        if (link.IsChained)
            return;

        _drafts.Add(new RuleDraft([.. _links]));
        _links.Clear();
    }

    private void BreakChain()
    {
        if (_links.Count > 0)
            problems.Add(_links[^1].Location, "chain: no rule follows to be chained with");

        _links.Clear();
    }
}
