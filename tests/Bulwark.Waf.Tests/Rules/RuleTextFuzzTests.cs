using Bulwark.Testing;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Tests.Evaluation;
using CsCheck;

namespace Bulwark.Waf.Tests.Rules;

/// <summary>Broken rule text is an operator's mistake and is told as one; it never ends in another exception and never takes long.</summary>
public sealed class RuleTextFuzzTests
{
    private const string Text = """
        SecComponentSignature "x/1"
        SecDefaultAction "phase:2,log,auditlog,pass,t:lowercase"
        SecRule ARGS|!ARGS:/^a\/b/|&TX:'/x|y/'|XML://@* "!@rx (?i)a[\"'\\]{1,3}" \
            "id:1,phase:2,block,capture,t:none,t:urlDecodeUni,\
            msg:'It\'s %{MATCHED_VAR}, %{tx.0}',logdata:'%{rule.msg}',severity:'CRITICAL',tag:'a/b',\
            setvar:'tx.a_%{MATCHED_VAR_NAME}=+%{tx.b}',expirevar:ip.a=60,chain"
            SecRule REQUEST_HEADERS:User-Agent "@pmFromFile a.data" "ctl:ruleRemoveTargetById=1-2;ARGS:a[0],setvar:!ip.c"
        # a comment \
        and more
        SecAction "id:2,phase:1,nolog,initcol:ip=%{remote_addr},skipAfter:END,redirect:'http://a/'"
        SecAction id:3,phase:1,skip:1
        SecMarker "END"
        SecRuleUpdateTargetById 1 "!ARGS:x,!REQUEST_COOKIES"
        SecRuleUpdateActionById 1:1 "setvar:tx.z=1"
        SecRuleRemoveById 3 "5-9"
        SecRequestBodyLimit 1024
        SecResponseBodyMimeType text/plain text/html
        """;

    private static readonly string[] Pieces =
    [
        "\"", "'", "\\", "\\\n", "\n", "|", ",", ":", ";", "=", "/", "!", "&", "@", "%{", "}", " ", "\t", "\r", "#", "<", ">", "\0", "\u00E9", "chain", "id:1",
        "skipAfter:END", "ctl:", "setvar:", "SecRule", "SecAction", "t:none", "phase:", "99999999999", "-1", "/*", ".",
    ];

    private static readonly Gen<string> Piece = Gen.OneOf(Pieces);

    private static readonly Gen<string> Mutated = Mutations(Gen.Const(Text));

    private static readonly Gen<string> AnyPieces = Piece.Array[0, 60].Select(string.Concat);

    /// <summary>Paragraphs of the Core Rule Set, some of them together.</summary>
    private static readonly Gen<string> Paragraphs = Gen.OneOf(
        [.. Directory.GetFiles(Path.Combine(CoreRuleSet.Folder, "rules"), "*.conf").SelectMany(file => File.ReadAllText(file).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))]).Array[1, 6].Select(parts => string.Join("\n\n", parts));

    [Fact]
    public void The_text_itself_is_fine() => Assert.Equal(2, RuleSet.LoadText("rules", Text).Rules.Count());

    [Fact]
    public void Mutated_rules_load_or_are_refused() => Mutated.Sample(LoadsOrIsRefused, iter: 4_000);

    [Fact]
    public void Random_text_loads_or_is_refused() => AnyPieces.Sample(LoadsOrIsRefused, iter: 4_000);

    [Fact]
    public void Mutated_rules_of_the_Core_Rule_Set_load_or_are_refused() => Mutations(Paragraphs).Sample(LoadsOrIsRefused, iter: 1_000);

    /// <summary>As long as one likes: asked for by name.</summary>
    [Fact(Explicit = true)]
    public void Whatever_the_text_it_loads_or_is_refused() => Gen.OneOf(Mutated, AnyPieces, Mutations(Paragraphs)).Sample(LoadsOrIsRefused, time: Fuzzing.Seconds);

    [Fact]
    public void Long_rules_are_read_in_linear_time()
    {
        var targets = string.Join('|', Enumerable.Range(0, 50_000).Select(i => $"ARGS:a{i}"));
        var actions = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"setvar:'tx.a{i}=%{{tx.b}}'"));
        var rule = RuleSetTests.Only($"SecRule {targets} \"@rx {new string('\\', 100_000)}\" \"id:1,{actions}\"");

        Assert.Equal((50_000, 50_000), (rule.Head.Targets.Count, rule.Head.Actions.Count));
    }

    [Fact]
    public void Chains_and_jumps_are_resolved_in_linear_time()
    {
        var chain = string.Join('\n', Enumerable.Range(0, 20_000).Select(i => i == 0 ? "SecRule ARGS a id:1,chain" : "SecRule ARGS a chain"));
        var jumps = string.Join('\n', Enumerable.Range(2, 20_000).Select(i => $"SecAction id:{i},skipAfter:END"));

        Assert.Equal(20_001, RuleSet.LoadText("rules", $"{chain}\nSecRule ARGS a\n{jumps}\nSecMarker END").Rules.Count());
    }

    private static Gen<string> Mutations(Gen<string> texts) => Gen.Select(texts, Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, 40], Piece).Array[1, 8], (text, edits) =>
        edits.Aggregate(text, (current, edit) =>
        {
            var at = edit.Item1 % (current.Length + 1);
            return string.Concat(current.AsSpan(0, at), edit.Item3, current.AsSpan(Math.Min(current.Length, at + edit.Item2)));
        }));

    private static void LoadsOrIsRefused(string text) => Fuzzing.Bounded(() =>
    {
        try
        {
            WafEngine.Load(new RuleSources().AddText("rules", text));
        }
        catch (RuleException e)
        {
            Assert.NotEmpty(e.Problems);
        }
    });
}
