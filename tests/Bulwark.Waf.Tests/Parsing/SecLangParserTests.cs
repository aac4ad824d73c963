using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Tests.Parsing;

public sealed class SecLangParserTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bulwark-rules-");

    [Fact]
    public void Tells_every_problem_of_a_text_with_its_line()
    {
        const string Text = """
            SecRule ARGZ "@rxx a" "id:1,foo"
            SecFoo On
            <IfModule mod_security2.c>
            SecRuleEngine
            </IfModule>
            SecRuleScript a.lua
            SecRuleRemoveById 5-3
            SecMarker "open
            """;

        Assert.Equal(
            """
            rules:1: SecRule: unknown variable 'ARGZ'; unknown operator '@rxx'; unknown action 'foo'
            rules:2: unknown directive 'SecFoo'
            rules:3: <IfModule mod_security2.c>: sections of Apache are not read; leave the directives and remove the lines with <...>
            rules:4: SecRuleEngine has 0 arguments; it wants 1
            rules:6: SecRuleScript: is refused: rules cannot run programs
            rules:7: SecRuleRemoveById: '5-3' is not a range: it ends before it begins
            rules:8: SecMarker: a quoted argument does not end on its line
            """,
            Assert.Throws<RuleException>(() => SecLangParser.ParseText("rules", Text)).Message);
    }

    [Fact]
    public void Reads_each_kind_of_directive()
    {
        const string Text = """
            SecRule ARGS "@rx a" id:1
            SecAction "id:2,pass"
            SecMarker END
            SecDefaultAction "phase:1,pass"
            SecRuleRemoveById 1 "3-4,9"
            SecRuleRemoveByTag attack-sqli
            SecRuleRemoveByMsg "A message"
            SecRuleUpdateTargetById 1 "!ARGS:a,!ARGS:b"
            SecRuleUpdateActionById 1:2 "deny,status:404"
            SecRuleEngine On
            SecAuditLogType Serial
            """;

        var directives = SecLangParser.ParseText("rules", Text).Directives;

        Assert.Equal(
            "SecRule SecAction SecMarker SecDefaultAction RuleRemoval RuleRemoval RuleRemoval TargetUpdate ActionUpdate Setting",
            string.Join(' ', directives.Select(directive => directive.GetType().Name)));
        Assert.Equal("1 3-4 9|attack-sqli|A message", string.Join('|', directives.OfType<RuleRemoval>().Select(removal => removal.Rules)));
        Assert.Equal(2, Assert.Single(directives.OfType<TargetUpdate>()).Targets.Count);
        Assert.Equal((1, 2), directives.OfType<ActionUpdate>().Select(update => (update.Id, update.Link)).Single());
    }

    [Fact]
    public void Includes_files_in_the_order_of_their_names_relative_to_the_including_one()
    {
        Write("rules/b.conf", "SecMarker B");
        Write("rules/a.conf", "SecMarker A");
        Write("rules/.hidden.conf", "SecMarker HIDDEN");
        Write("rules/c.data", "not rules");
        var main = Write("main.conf", "SecMarker ONE\nInclude r*/*.conf\nIncludeOptional none/*.conf\nInclude \"rules/a.conf\"\nSecMarker TWO");

        Assert.Equal("ONE A B A TWO", string.Join(' ', SecLangParser.ParseFile(main).Directives.Cast<SecMarker>().Select(marker => marker.Name)));
    }

    [Fact]
    public void Tells_the_problems_of_all_files_at_once()
    {
        Write("a.conf", "SecFoo");
        var main = Write("main.conf", "Include a.conf\nInclude main.conf\nInclude none.conf\nSecBar");

        Assert.Equal(
            $"""
            {Path.Combine(_folder.FullName, "a.conf")}:1: unknown directive 'SecFoo'
            {main}:2: Include: '{main}' includes itself
            {main}:3: Include: there is no file 'none.conf'
            {main}:4: unknown directive 'SecBar'
            """,
            Assert.Throws<RuleException>(() => SecLangParser.ParseFile(main)).Message);
    }

    [Fact]
    public void Refuses_files_that_include_each_other_without_end()
    {
        for (var i = 0; i < 40; i++)
            Write($"f{i}.conf", $"Include f{i + 1}.conf");

        Write("f40.conf", "");

        Assert.EndsWith(
            "f31.conf:1: Include: files include each other more than 32 deep",
            Assert.Throws<RuleException>(() => SecLangParser.ParseFile(Path.Combine(_folder.FullName, "f0.conf"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_where_includes_multiply()
    {
        for (var i = 0; i < 20; i++)
            Write($"f{i}.conf", $"Include f{i + 1}.conf\nInclude f{i + 1}.conf");

        Write("f20.conf", "");

        Assert.Single(Assert.Throws<RuleException>(() => SecLangParser.ParseFile(Path.Combine(_folder.FullName, "f0.conf"))).Problems);
    }

    [Fact]
    public void Refuses_a_file_that_is_not_text()
    {
        var path = Path.Combine(_folder.FullName, "latin1.conf");
        File.WriteAllBytes(path, [.. "SecMarker "u8, 0xE9]);

        Assert.Equal($"{path}:1: '{path}' is not UTF-8", Assert.Throws<RuleException>(() => SecLangParser.ParseFile(path)).Message);
    }

    [Fact]
    public void Skips_a_byte_order_mark() =>
        Assert.Single(SecLangParser.ParseFile(Write("bom.conf", "\uFEFFSecMarker A")).Directives);

    [Fact]
    public void Knows_every_directive_once() =>
        Assert.Equal(DirectiveTable.All.Count, DirectiveTable.All.Select(row => row.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
