using Bulwark.Waf.Operators;
using CsCheck;

namespace Bulwark.Waf.Tests.Operators;

public sealed class OperatorTableTests
{
    [Theory]
    [InlineData("unconditionalMatch", true)]
    [InlineData("noMatch", false)]
    [InlineData("geoLookup", false)]
    [InlineData("rbl", false)]
    public void Answers_the_same_of_every_value(string name, bool matches) => Gen.Byte.Array[0, 20].Sample(value =>
        Assert.Equal(matches, OperatorCases.Create(name, "").Evaluate(new OperatorContext(), value)));

    [Theory]
    [InlineData("fuzzyHash", "@fuzzyHash is not supported: there are no hashes of files to compare with")]
    [InlineData("inspectFile", "@inspectFile is not supported: rules start no programs")]
    [InlineData("validateDTD", "@validateDTD is not supported: XML bodies are read without a DTD")]
    [InlineData("validateSchema", "@validateSchema is not supported: XML bodies are read without a schema")]
    [InlineData("nonesuch", "unknown operator '@nonesuch'")]
    public void Refuses_what_it_does_not_have(string name, string message) => OperatorCases.Refuses(name, "x", message);

    [Fact]
    public void Names_are_compared_without_case() => OperatorCases.Check("STREQ", "a", "a", matches: true);

    [Fact]
    public void No_operator_throws_whatever_the_value()
    {
        var operators = OperatorTable.Names.SelectMany(TryCreate).ToArray();

        Assert.NotEmpty(operators);
        Gen.Byte.Array[0, 60].Sample(value =>
        {
            foreach (var @operator in operators)
                @operator.Evaluate(new OperatorContext(), value);
        });
    }

    private static IEnumerable<Operator> TryCreate(string name)
    {
        foreach (var argument in (string[])["1", "127.0.0.1", "a%{tx.b}c"])
        {
            Operator created;
            try
            {
                created = OperatorCases.Create(name, argument);
            }
            catch (RuleException)
            {
                continue;
            }

            yield return created;
        }
    }
}
